package io.deskwire.auth.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param accessTokenLife life of a person's access token
/// @param refreshReuse how long a refresh token already used is answered again (lost answers, several tabs)
@ConfigurationProperties("deskwire.auth")
record SessionProperties(
        @DefaultValue("1h") Duration accessTokenLife,
        @DefaultValue("10s") Duration refreshReuse,
        @DefaultValue Ends session) {

    /// @param timebox a session ends that long after its sign-in, whatever happens; zero: never
    /// @param inactivity a session ends where it was not refreshed for that long; zero: never
    record Ends(
            @DefaultValue("0s") Duration timebox,
            @DefaultValue("0s") Duration inactivity) {}

    SessionProperties {
        if (accessTokenLife.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("access-token-life: " + accessTokenLife
                    + " (expected: at most PT1H, the time revocations are held)");
        }
    }

    Duration inactivity() {
        return session.inactivity();
    }

    /// Null where sessions are not time-boxed.
    @Nullable
    Instant end(Instant start) {
        return session.timebox().isPositive() ? start.plus(session.timebox()) : null;
    }
}
