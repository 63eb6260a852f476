package io.deskwire.auth.refreshtoken;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// How far a session's refresh tokens have come. Only the newest is good, and for a moment those that were replaced a
/// moment ago (`docs/adr/0009-refresh-reuse.md`).
///
/// @param counter of the newest refresh token
/// @param refreshedAt when the token before it was replaced; when the session began, where there is none
/// @param earlier when the tokens before that one were replaced, newest first; at least those that are still answered
public record Rotation(long counter, Instant refreshedAt, List<Instant> earlier) {
    /// Nobody replaces so many within the reuse window; a program that runs wild does not make the row grow.
    private static final int MOST = 50;

    public Rotation {
        earlier = List.copyOf(earlier);
    }

    public static Rotation begun(Instant now) {
        return new Rotation(0, now, List.of());
    }

    /// What becomes of a presented refresh token.
    public sealed interface Refresh {
        /// The newest token, or one newer than the store remembers after a crash: count on from it and issue.
        record Advance() implements Refresh {}

        /// Replaced within the reuse window: an answer was lost, or several tabs raced. Issue the newest again.
        record Repeat() implements Refresh {}

        /// An old token came back: somebody else has it. End the session.
        record Theft() implements Refresh {}
    }

    /// Once the refresh token with this counter was replaced. What lies between a counter that a crash lost and a
    /// newer token was replaced at times nobody knows.
    ///
    /// @param reuse the reuse window
    public Rotation after(long tokenCounter, Instant now, Duration reuse) {
        var known = tokenCounter == counter
                ? Stream.concat(Stream.of(refreshedAt), earlier.stream())
                : Stream.<Instant>of();
        return new Rotation(
                tokenCounter + 1,
                now,
                known.takeWhile(at -> within(reuse, at, now)).limit(MOST).toList());
    }

    /// @param tokenCounter of a token that was issued for this session
    public Refresh present(long tokenCounter, Instant now, Duration reuse) {
        var behind = counter - tokenCounter;
        if (behind <= 0) {
            return new Refresh.Advance();
        }
        if (behind == 1) {
            return answered(refreshedAt, now, reuse);
        }
        return behind - 2 < earlier.size() ? answered(earlier.get((int) behind - 2), now, reuse) : new Refresh.Theft();
    }

    private static Refresh answered(Instant replacedAt, Instant now, Duration reuse) {
        return within(reuse, replacedAt, now) ? new Refresh.Repeat() : new Refresh.Theft();
    }

    private static boolean within(Duration reuse, Instant replacedAt, Instant now) {
        return replacedAt.plus(reuse).isAfter(now);
    }
}
