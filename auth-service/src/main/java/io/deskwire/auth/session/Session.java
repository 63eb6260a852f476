package io.deskwire.auth.session;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One signed-in browser or program.
///
/// Its refresh tokens carry a counter; only the newest is good, so the session is the whole token family.
///
/// @param counter of the newest refresh token
/// @param amr how it was signed in, as the token's claim of that name: `[{method, timestamp, provider?}]`
/// @param notAfter its fixed end; null where it has none
record Session(
        UUID id,
        UserId userId,
        @Nullable TenantId tenant,
        String aal,
        List<Map<String, Object>> amr,
        byte[] hmacKey,
        long counter,
        Instant createdAt,
        Instant refreshedAt,
        @Nullable Instant notAfter) {

    Set<String> methods() {
        return amr.stream().map(one -> String.valueOf(one.get("method"))).collect(Collectors.toSet());
    }

    /// Why a session is over by itself.
    enum End {
        TIMEBOX,
        INACTIVITY
    }

    /// Null while it lives.
    ///
    /// @param inactivity not refreshed for so long ends it; zero: never
    @Nullable
    End ended(Instant now, Duration inactivity) {
        if (notAfter != null && !now.isBefore(notAfter)) {
            return End.TIMEBOX;
        }
        return inactivity.isPositive() && !now.isBefore(refreshedAt.plus(inactivity)) ? End.INACTIVITY : null;
    }

    /// What becomes of a presented refresh token.
    sealed interface Refresh {
        /// The newest token, or one newer than the store remembers after a crash: count on from it and issue.
        record Advance() implements Refresh {}

        /// The one before, or within the reuse window: an answer was lost or several tabs raced. Issue the newest
        /// again.
        record Repeat() implements Refresh {}

        /// An old token came back: somebody else has it. End the session.
        record Theft() implements Refresh {}
    }

    /// The session once the refresh token with this counter was rotated.
    Session advanced(long tokenCounter, @Nullable TenantId place, Instant now) {
        return new Session(id, userId, place, aal, amr, hmacKey, tokenCounter + 1, createdAt, now, notAfter);
    }

    /// @param tokenCounter of a token that was issued for this session
    Refresh present(long tokenCounter, Instant now, Duration reuse) {
        var behind = counter - tokenCounter;
        if (behind <= 0) {
            return new Refresh.Advance();
        }
        if (behind == 1 && refreshedAt.plus(reuse).isAfter(now)) {
            return new Refresh.Repeat();
        }
        return new Refresh.Theft();
    }
}
