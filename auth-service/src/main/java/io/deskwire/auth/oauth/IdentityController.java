package io.deskwire.auth.oauth;

import io.deskwire.auth.identity.IdentityLinks;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.session.BearerSession;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.tenancy.SystemAccess;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// GoTrue's `/user/identities`; they are listed in the user itself.
@GoTrueApi
class IdentityController {
    private final IdentityLinks links;
    private final BearerSession bearer;
    private final SystemAccess system;
    private final OAuthProperties properties;

    IdentityController(IdentityLinks links, BearerSession bearer, SystemAccess system, OAuthProperties properties) {
        this.links = links;
        this.bearer = bearer;
        this.system = system;
        this.properties = properties;
    }

    @DeleteMapping("/user/identities/{identity}")
    Map<String, Object> unlink(@PathVariable String identity, HttpServletRequest request) {
        var who = bearer.authenticate(request);
        OAuthController.requireManualLinking(properties);
        var id = Uuid7.parse(identity)
                .orElseThrow(() -> new GoTrueException(404, "validation_failed", "identity_id must be an UUID"));
        try {
            system.run("unlink-identity", () -> links.unlink(who.user().id(), id));
        } catch (DuplicateKeyException taken) {
            throw new GoTrueException(
                    422, "email_conflict_identity_not_deletable", "Unable to unlink identity due to email conflict");
        }
        return Map.of();
    }
}
