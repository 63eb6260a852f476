package io.deskwire.auth.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param timebox a session ends so long after its sign-in, whatever happens; zero: never
/// @param inactivity a session ends where it was not refreshed for so long; zero: never
@ConfigurationProperties("deskwire.auth.session")
public record SessionProperties(
        @DefaultValue("0s") Duration timebox,
        @DefaultValue("0s") Duration inactivity) {

    /// Null where sessions are not time-boxed.
    @Nullable
    Instant end(Instant start) {
        return timebox.isPositive() ? start.plus(timebox) : null;
    }
}
