package io.deskwire.auth.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.InvalidHashException;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Verifies one provider's ID tokens (OpenID Connect Core 1.0, 3.1.3.7): signature by a published key, issuer,
/// audience, expiry. Public-key algorithms only: `none` and HMAC never come near a key.
///
/// Not by the SDK's `IDTokenValidator`: that reads the machine's clock, knows one client and one spelling of an issuer.
final class IdTokenVerifier {
    private static final String GOOGLE = "https://accounts.google.com";
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final String issuer;

    IdTokenVerifier(String issuer, JWKSource<SecurityContext> keys, Clock clock) {
        this.issuer = issuer;
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<>(null, Set.of("iss", "sub", "aud", "exp", "iat")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                });
    }

    /// Signature, issuer and time; the audience is the caller's to check, see [#madeFor].
    ///
    /// @param accessToken the one that came with it, whose hash it must carry if it carries one; null: none came
    JWTClaimsSet verify(String idToken, @Nullable String accessToken) throws InvalidIdTokenException {
        try {
            var token = SignedJWT.parse(idToken);
            var claims = processor.process(token, null);
            if (!issued(String.valueOf(claims.getIssuer()))) {
                throw new InvalidIdTokenException("issued by '%s'".formatted(claims.getIssuer()));
            }
            if (claims.getSubject().isBlank()) {
                throw new InvalidIdTokenException("names nobody");
            }
            var hash = claims.getStringClaim("at_hash");
            if (accessToken != null && hash != null) {
                AccessTokenValidator.validate(
                        new BearerAccessToken(accessToken),
                        token.getHeader().getAlgorithm(),
                        new AccessTokenHash(hash));
            }
            return claims;
        } catch (ParseException failure) {
            throw new InvalidIdTokenException("is not a signed JWT");
        } catch (InvalidHashException failure) {
            throw new InvalidIdTokenException("came with another access token");
        } catch (BadJOSEException failure) {
            throw new InvalidIdTokenException(String.valueOf(failure.getMessage()));
        } catch (JOSEException failure) {
            throw new ProviderAwayException("the keys of %s cannot be had".formatted(issuer), failure);
        }
    }

    /// Whether it was made for one of these clients, and, where it was made for several, asked for by one of them.
    static boolean madeFor(List<String> clients, JWTClaimsSet claims) {
        if (claims.getAudience().stream().noneMatch(clients::contains)) {
            return false;
        }
        return claims.getAudience().size() == 1
                || claims.getClaim("azp") instanceof String party && clients.contains(party);
    }

    /// Google has always written its issuer in two ways.
    private boolean issued(String by) {
        return ProviderMetadata.withoutSlash(by).equals(issuer)
                || issuer.equals(GOOGLE) && by.equals("accounts.google.com");
    }
}
