package io.deskwire.automation.job;

import java.time.Duration;

/// How long a job waits after a retryable failure: `first × factor^(attempt − 1)`, at most `max`, and a share of jitter
/// more or less, so that jobs that failed together do not come back together.
///
/// @param jitter 0.1 for ten percent either way
record RetryPlan(Duration first, double factor, Duration max, double jitter) {
    RetryPlan {
        if (first.isNegative() || factor < 1 || jitter < 0 || jitter >= 1) {
            throw new IllegalArgumentException(
                    "retry: first %s, factor %s, jitter %s (expected: not negative, at least 1, 0 to below 1)"
                            .formatted(first, factor, jitter));
        }
    }

    /// @param attempt the one that failed, from 1
    /// @param chance from 0 to 1, drawn by the caller
    Duration delay(int attempt, double chance) {
        var plain = Math.min(first.toMillis() * Math.pow(factor, attempt - 1), max.toMillis());
        return Duration.ofMillis(Math.round(plain * (1 + jitter * (2 * chance - 1))));
    }
}
