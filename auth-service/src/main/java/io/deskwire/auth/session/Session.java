package io.deskwire.auth.session;

import io.deskwire.auth.refreshtoken.Rotation;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One signed-in browser or program.
///
/// Its refresh tokens carry a counter, so the session is the whole token family.
///
/// @param amr how it was signed in, as the token's claim of that name: `[{method, timestamp, provider?}]`
/// @param notAfter its fixed end; null where it has none
record Session(
        SessionId id,
        UserId userId,
        @Nullable TenantId tenant,
        String aal,
        List<Map<String, Object>> amr,
        byte[] hmacKey,
        Rotation rotation,
        Instant createdAt,
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
    /// @param inactivity not refreshed for that long ends it; zero: never
    @Nullable
    End ended(Instant now, Duration inactivity) {
        if (notAfter != null && !now.isBefore(notAfter)) {
            return End.TIMEBOX;
        }
        return inactivity.isPositive() && !now.isBefore(rotation.refreshedAt().plus(inactivity))
                ? End.INACTIVITY
                : null;
    }

    /// The session once the refresh token with this counter was rotated.
    ///
    /// @param reuse the reuse window
    Session advanced(long tokenCounter, @Nullable TenantId place, Instant now, Duration reuse) {
        return new Session(
                id, userId, place, aal, amr, hmacKey, rotation.after(tokenCounter, now, reuse), createdAt, notAfter);
    }
}
