package io.deskwire.common.identity.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.deskwire.common.identity.Authenticator;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.IdentityProperties;
import io.deskwire.common.identity.InvalidTokenException;
import io.deskwire.common.problem.Problem.Unavailable;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Verifies access tokens offline: form, signature against the published keys, issuer, audience, expiry.
///
/// ES256 and RS256; HS256 only where a secret of its own is configured. `alg: none` is refused and HMAC never reaches a
/// public key. What a token's header says of keys (`jwk`, `jku`, `x5c`, `x5u`) is not looked at. A verified token is
/// remembered by its full text until it ends, for five minutes at most, so that a key that was withdrawn stops
/// counting; at most 20,000 of them. Revocation is looked at on every call, by [CallerFilter], not here.
/// Keys that cannot be fetched are a 503, never a bad credential.
/// Thread-safe. Shapes: RFC 7519, RFC 7515.
public final class TokenVerifier implements Authenticator {
    private static final Logger log = LoggerFactory.getLogger(TokenVerifier.class);
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Cache<String, Caller> verified = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();
    private final @Nullable DefaultJWTProcessor<SecurityContext> shared;
    private final Clock clock;

    public TokenVerifier(JWKSource<SecurityContext> keys, IdentityProperties properties, Clock clock) {
        this.clock = clock;
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        var signatures = new DefaultJWSVerifierFactory();
        signatures.getJCAContext().setProvider(SignatureProvider.fastest());
        processor.setJWSVerifierFactory(signatures);
        var expected = new JWTClaimsSet.Builder().issuer(properties.issuer()).build();
        var claims = new ClaimsAt(clock, properties.audience(), expected);
        claims.setMaxClockSkew((int) properties.clockSkew().toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
        this.shared = properties.jwtSecret().isEmpty() ? null : shared(properties.jwtSecret(), claims);
    }

    /// Its one key is the secret, whatever the token says.
    private static DefaultJWTProcessor<SecurityContext> shared(String secret, ClaimsAt claims) {
        var key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null));
        processor.setJWSKeySelector(
                (header, _) -> JWSAlgorithm.HS256.equals(header.getAlgorithm()) ? List.of(key) : List.of());
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }

    @Override
    public boolean accepts(JWSHeader header) {
        return ALGORITHMS.contains(header.getAlgorithm())
                || shared != null && JWSAlgorithm.HS256.equals(header.getAlgorithm());
    }

    @Override
    public Caller authenticate(String token) throws InvalidTokenException {
        var known = remembered(token);
        if (known != null) {
            return known;
        }
        var caller = CallerClaims.caller(claims(token));
        verified.put(token, caller);
        return caller;
    }

    /// The caller of a token that was verified before and has not ended; never blocks, where [#authenticate] may fetch
    /// the published keys.
    @Override
    public @Nullable Caller remembered(String token) {
        var known = verified.getIfPresent(token);
        if (known == null || known.expiresAt().isAfter(clock.instant())) {
            return known;
        }
        verified.invalidate(token);
        return null;
    }

    /// The verified claims, verified anew each time; for the few who need more than the [Caller].
    public JWTClaimsSet claims(String token) throws InvalidTokenException {
        try {
            var parsed = JWTParser.parse(token);
            return shared != null
                            && JWSAlgorithm.HS256.equals(parsed.getHeader().getAlgorithm())
                    ? session(shared.process(parsed, null))
                    : processor.process(parsed, null);
        } catch (ParseException failure) {
            throw new InvalidTokenException("the token is not a JWT");
        } catch (BadJOSEException failure) {
            throw new InvalidTokenException("the token is not valid: " + failure.getMessage());
        } catch (JOSEException failure) {
            log.warn("The published keys cannot be fetched: {}", failure.toString());
            throw new Unavailable("the keys that verify tokens cannot be fetched; try again");
        }
    }

    /// The shared secret signs legacy keys as well; one that is sent as a session opens nothing.
    private static JWTClaimsSet session(JWTClaimsSet claims) throws InvalidTokenException {
        if (LegacyKey.isKey(claims)) {
            throw new InvalidTokenException("the token is a key of the deployment, not a session");
        }
        return claims;
    }

    private static final class ClaimsAt extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Clock clock;

        ClaimsAt(Clock clock, String audience, JWTClaimsSet expected) {
            super(audience, expected, Set.of("sub", "iat", "exp"));
            this.clock = clock;
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
