package io.deskwire.common.identity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Whose tokens this service takes, and for what.
///
/// @param issuer the `iss` that every access token must carry
/// @param keysUrl where the issuer publishes its keys (RFC 7517)
/// @param audience the `aud` that every access token must carry
/// @param openPaths patterns that need no caller; everything else does
/// @param writableWhenSuspended patterns that a suspended tenant's people may still write to, such as switching tenants
/// @param longestToken no access token lives longer; revocations are held that long
/// @param jwtSecret tokens of the same issuer that are signed HS256 with this are accepted too; empty for none
@ConfigurationProperties("deskwire.identity")
public record IdentityProperties(
        String issuer,
        URI keysUrl,
        @DefaultValue("authenticated") String audience,
        @DefaultValue List<String> openPaths,
        @DefaultValue List<String> writableWhenSuspended,
        @DefaultValue("0s") Duration clockSkew,
        @DefaultValue("1h") Duration longestToken,
        @DefaultValue("") String jwtSecret) {

    private static final int SECRET_BYTES = 32;

    public IdentityProperties {
        Objects.requireNonNull(issuer, "deskwire.identity.issuer is missing (expected: the iss of access tokens)");
        Objects.requireNonNull(
                keysUrl, "deskwire.identity.keys-url is missing (expected: where the issuer's keys are)");
        openPaths = List.copyOf(openPaths);
        writableWhenSuspended = List.copyOf(writableWhenSuspended);
        if (clockSkew.isNegative() || clockSkew.toSeconds() > 60) {
            throw new IllegalArgumentException("clock-skew: " + clockSkew + " (expected: 0s to 60s)");
        }
        if (!jwtSecret.isEmpty() && jwtSecret.getBytes(StandardCharsets.UTF_8).length < SECRET_BYTES) {
            throw new IllegalArgumentException("jwt-secret: too short (expected: at least 32 bytes, RFC 7518, 3.2)");
        }
    }

    @Override
    public String toString() {
        return "IdentityProperties[%s, keys from %s]".formatted(issuer, keysUrl);
    }
}
