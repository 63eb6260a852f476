package io.deskwire.auth.signingkey;

import io.deskwire.auth.audit.Actor;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.InvalidTokenException;
import io.deskwire.common.identity.TokenVerifier;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Lets the secret key's token in (claim `role` is `service_role`), with GoTrue's answers for everybody else.
@Component
class ServiceRole {
    private static final String ROLE = "service_role";

    /// Looked up late: the verifier's keys are made here.
    private final ObjectProvider<TokenVerifier> verifier;

    ServiceRole(ObjectProvider<TokenVerifier> verifier) {
        this.verifier = verifier;
    }

    void require(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new GoTrueException(401, "no_authorization", "This endpoint requires a valid Bearer token");
        }
        try {
            var claims = verifier.getObject().claims(authorization.substring(7).strip());
            if (!ROLE.equals(claims.getStringClaim("role"))) {
                throw new GoTrueException(403, "not_admin", "User not allowed");
            }
            new Actor(
                            "system:secret-key",
                            null,
                            Uuid7.parse(claims.getSubject()).orElse(null))
                    .actsInThisRequest();
        } catch (InvalidTokenException | ParseException failure) {
            throw new GoTrueException(
                    403, "bad_jwt", "invalid JWT: unable to parse or verify signature, " + failure.getMessage());
        }
    }
}
