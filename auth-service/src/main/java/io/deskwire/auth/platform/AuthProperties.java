package io.deskwire.auth.platform;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param signup who may sign up by itself
/// @param mailerAutoconfirm addresses count as confirmed without a mail
/// @param anonymousSignIns somebody may begin without an address
/// @param accessTokenLife life of a person's access token
/// @param refreshReuse how long a refresh token already used is answered again (lost answers, several tabs)
/// @param jwtKeys a JWK array or the path of a file with one; the one with `key_ops` sign signs. Empty: made at first
/// start
@ConfigurationProperties("deskwire.auth")
public record AuthProperties(
        @DefaultValue("open") Signup signup,
        @DefaultValue("false") boolean mailerAutoconfirm,
        @DefaultValue("false") boolean anonymousSignIns,
        @DefaultValue("1h") Duration accessTokenLife,
        @DefaultValue("10s") Duration refreshReuse,
        @DefaultValue("") String jwtKeys) {

    public AuthProperties {
        if (accessTokenLife.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("access-token-life: " + accessTokenLife
                    + " (expected: at most PT1H, the time revocations are held)");
        }
    }

    public enum Signup {
        OPEN,
        INVITE_ONLY,
        CLOSED
    }

    @Override
    public String toString() {
        return "AuthProperties[signup=%s, autoconfirm=%s]".formatted(signup, mailerAutoconfirm);
    }
}
