package io.deskwire.common.identity.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.deskwire.common.identity.systemkey.SystemToken;
import java.text.ParseException;
import java.util.Optional;

/// The keys of deployments that were made before `sb_publishable_…` and `sb_secret_…`: JWTs with a role, signed HS256
/// with a secret of the deployment. They are keys, not sessions: where requests come in, each is taken for the key that
/// came after it, and everywhere else they are nobody's.
public final class LegacyKey {
    /// Where nobody is signed in; the publishable key took its place.
    public static final String ANON = "anon";
    /// The secret key took its place.
    public static final String SERVICE_ROLE = SystemToken.ROLE;

    private LegacyKey() {}

    /// Whether it is meant for the key of a frontend that has no session; not verified, because it grants nothing.
    public static boolean looksAnonymous(String token) {
        return parsed(token).flatMap(LegacyKey::role).filter(ANON::equals).isPresent();
    }

    /// The JWT where it is an HS256 one with the role of a key; not verified.
    public static Optional<SignedJWT> parsed(String token) {
        if (!token.startsWith("ey")) {
            return Optional.empty();
        }
        try {
            var jwt = SignedJWT.parse(token);
            return JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm()) && isKey(jwt.getJWTClaimsSet())
                    ? Optional.of(jwt)
                    : Optional.empty();
        } catch (ParseException notOne) {
            return Optional.empty();
        }
    }

    static boolean isKey(JWTClaimsSet claims) {
        var role = claims.getClaim("role");
        return ANON.equals(role) || SERVICE_ROLE.equals(role);
    }

    /// Of what [#parsed] gave back.
    public static Optional<String> role(SignedJWT jwt) {
        try {
            return Optional.ofNullable(jwt.getJWTClaimsSet().getStringClaim("role"));
        } catch (ParseException notText) {
            return Optional.empty();
        }
    }
}
