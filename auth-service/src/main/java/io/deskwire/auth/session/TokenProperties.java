package io.deskwire.auth.session;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param accessTokenLife life of a person's access token
/// @param refreshReuse how long a refresh token already used is answered again (lost answers, several tabs)
@ConfigurationProperties("deskwire.auth")
record TokenProperties(
        @DefaultValue("1h") Duration accessTokenLife,
        @DefaultValue("10s") Duration refreshReuse) {
    TokenProperties {
        if (accessTokenLife.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("access-token-life: " + accessTokenLife
                    + " (expected: at most PT1H, the time revocations are held)");
        }
    }
}
