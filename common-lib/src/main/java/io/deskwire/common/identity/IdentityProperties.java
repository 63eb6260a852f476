package io.deskwire.common.identity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who may speak to this service.
///
/// @param publicUrl the deployment's address as its users see it; tokens are issued by `<publicUrl>/auth/v1`
/// @param authUrl where the auth-service answers; its published keys are fetched from there
/// @param audience the `aud` every access token must carry
/// @param openPaths patterns that need no caller; everything else does
/// @param writableWhenSuspended patterns that a suspended tenant's people may still write to, such as switching tenants
/// @param jwtSecret tokens of the same issuer that are signed HS256 with this are accepted too; empty for none
/// @param longestToken no access token lives longer; revocations are held that long
@ConfigurationProperties("deskwire.identity")
public record IdentityProperties(
        @DefaultValue("http://127.0.0.1:54321") URI publicUrl,
        @DefaultValue("http://127.0.0.1:24332") URI authUrl,
        @DefaultValue("authenticated") String audience,
        @DefaultValue List<String> openPaths,
        @DefaultValue List<String> writableWhenSuspended,
        @DefaultValue("0s") Duration clockSkew,
        @DefaultValue("1h") Duration longestToken,
        @DefaultValue("") String jwtSecret) {

    private static final int SECRET_BYTES = 32;

    public IdentityProperties {
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
        return "IdentityProperties[%s, keys from %s]".formatted(publicUrl, authUrl);
    }

    public String issuer() {
        return publicUrl + "/auth/v1";
    }

    public URI jwks() {
        return URI.create(authUrl + "/auth/v1/.well-known/jwks.json");
    }
}
