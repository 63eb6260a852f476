package io.deskwire.gateway.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.deskwire.common.identity.token.LegacyKey;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes the keys that clients were given before `sb_…` for those that came after: a JWT with the role `anon` for the
/// publishable key, one with `service_role` for the secret key, with everything that holds for them.
///
/// Only where `DESKWIRE_JWT_SECRET` is set, and only what is signed with it and has not ended. What does not hold stays
/// what it is, and is refused as any unknown key.
final class LegacyKeys {
    private static final int KNOWN = 1_000;

    private record Holding(String stands, Instant until) {}

    private final DeploymentKeys keys;
    private final @Nullable JWSVerifier signatures;
    private final Clock clock;
    private final Cache<String, Holding> known =
            Caffeine.newBuilder().maximumSize(KNOWN).build();

    /// @param secret empty for none
    LegacyKeys(DeploymentKeys keys, String secret, Clock clock) {
        this.keys = keys;
        this.signatures = secret.isEmpty() ? null : verifier(secret);
        this.clock = clock;
    }

    private static JWSVerifier verifier(String secret) {
        try {
            return new MACVerifier(secret.getBytes(StandardCharsets.UTF_8));
        } catch (JOSEException tooShort) {
            throw new IllegalArgumentException("jwt-secret: " + tooShort.getMessage(), tooShort);
        }
    }

    /// The key that a credential stands for; every other credential stands for itself.
    String today(String credential) {
        if (signatures == null || !credential.startsWith("ey")) {
            return credential;
        }
        var now = clock.instant();
        var earlier = known.getIfPresent(credential);
        if (earlier != null) {
            return now.isBefore(earlier.until()) ? earlier.stands() : credential;
        }
        return LegacyKey.parsed(credential)
                .flatMap(jwt -> holding(jwt, signatures, now))
                .map(holding -> {
                    known.put(credential, holding);
                    return holding.stands();
                })
                .orElse(credential);
    }

    private Optional<Holding> holding(SignedJWT jwt, JWSVerifier signatures, Instant now) {
        try {
            var claims = jwt.getJWTClaimsSet();
            var from = claims.getNotBeforeTime();
            var end = claims.getExpirationTime();
            var until = end == null ? Instant.MAX : end.toInstant();
            if (!now.isBefore(until) || from != null && now.isBefore(from.toInstant()) || !jwt.verify(signatures)) {
                return Optional.empty();
            }
            var isSecret = LegacyKey.SERVICE_ROLE.equals(claims.getStringClaim("role"));
            return Optional.of(new Holding(isSecret ? keys.secret() : keys.publishable(), until));
        } catch (JOSEException | ParseException malformed) {
            return Optional.empty();
        }
    }
}
