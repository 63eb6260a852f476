package io.deskwire.common.retry;

import java.time.Duration;
import java.util.List;

/// How long to wait after so many failures: a plan, and a share of jitter either way, so that what failed together does
/// not come back together. Pure: the caller draws the chance.
///
/// Spring's `ExponentialBackOff` counts the failures itself, which fits a loop and not a row of a table, and draws
/// where no test can follow.
public sealed interface Backoff {
    /// The wait without jitter.
    ///
    /// @param failures in a row, from 1
    Duration plain(int failures);

    /// 0.1 for ten percent more or less.
    double jitter();

    /// @param failures in a row, from 1
    /// @param chance from 0 to 1: 0.5 is the plain wait
    default Duration after(int failures, double chance) {
        var factor = 1 + jitter() * (2 * chance - 1);
        return Duration.ofMillis(Math.round(plain(failures).toMillis() * factor));
    }

    /// `first × factor^(failures − 1)`, at most `longest`.
    record Growing(Duration first, double factor, Duration longest, double jitter) implements Backoff {
        public Growing {
            if (first.isNegative() || longest.isNegative() || !(factor >= 1)) {
                throw new IllegalArgumentException(
                        "back-off: first %s, factor %s, longest %s (expected: not negative, at least 1, not negative)"
                                .formatted(first, factor, longest));
            }
            requireShare(jitter);
        }

        @Override
        public Duration plain(int failures) {
            var grown = first.toMillis() * Math.pow(factor, failures - 1);
            return grown < longest.toMillis() ? Duration.ofMillis((long) grown) : longest;
        }
    }

    /// One wait after another; the last one repeats.
    record Steps(List<Duration> waits, double jitter) implements Backoff {
        public Steps {
            waits = List.copyOf(waits);
            if (waits.isEmpty() || waits.stream().anyMatch(Duration::isNegative)) {
                throw new IllegalArgumentException("back-off: %s (expected: waits, none negative)".formatted(waits));
            }
            requireShare(jitter);
        }

        @Override
        public Duration plain(int failures) {
            return waits.get(Math.clamp(failures, 1, waits.size()) - 1);
        }
    }

    private static void requireShare(double jitter) {
        if (!(jitter >= 0 && jitter < 1)) {
            throw new IllegalArgumentException(
                    "back-off: jitter %s (expected: at least 0 and below 1)".formatted(jitter));
        }
    }
}
