package io.deskwire.auth.token;

import com.nimbusds.jwt.JWTClaimsSet;
import io.deskwire.auth.hook.AccessTokenHook;
import io.deskwire.auth.signingkey.SigningKeys;
import io.deskwire.auth.user.User;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.IdentityProperties;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.systemkey.SystemToken;
import io.deskwire.contracts.access.TenantRole;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The one place that builds an access token; `docs/signing-in.md` tells what it says beyond GoTrue's claims.
///
/// A hook of the operator's may add claims of its own; what services decide by is not its to change. What is decided
/// by comes from memberships and `app_metadata`, never from `user_metadata`.
@Component
public class AccessTokens {
    private final SigningKeys keys;
    private final IdentityProperties identity;
    private final AccessTokenHook hook;
    private final Clock clock;

    AccessTokens(SigningKeys keys, IdentityProperties identity, AccessTokenHook hook, Clock clock) {
        this.keys = keys;
        this.hook = hook;
        this.identity = identity;
        this.clock = clock;
    }

    /// What a token says beside its user.
    ///
    /// @param asOf from before anything was read that the token says: what is revoked later meets it
    /// @param session the session, or the API key that is swapped
    /// @param amr how it was authenticated: `[{method, timestamp}]`
    /// @param method what the token is for, as GoTrue tells its hook: one of `amr`, or `token_refresh`
    public record Grant(
            Instant asOf,
            SessionId session,
            String aal,
            List<Map<String, Object>> amr,
            String method,
            @Nullable TenantClaims claims,
            Duration life) {}

    /// The tenant that the bearer works in, and what it may do there.
    ///
    /// @param rateLimit requests a minute, where a service user has a limit of its own; the gateway reads it
    public record TenantClaims(
            TenantId tenant,
            TenantRole role,
            List<String> permissions,
            boolean suspended,
            @Nullable Integer rateLimit) {
        public TenantClaims(TenantId tenant, TenantRole role, List<String> permissions, boolean suspended) {
            this(tenant, role, permissions, suspended, null);
        }
    }

    /// @param expiresAt whole seconds, as the token's `exp`
    public record Issued(String token, long expiresIn, Instant expiresAt) {}

    public Issued issue(User user, Grant grant) {
        var expires = expiry(grant.asOf(), grant.life());
        var token = registered(grant.asOf(), expires)
                .subject(user.id().toString())
                .claim("role", "authenticated")
                .claim("email", user.email() == null ? "" : user.email())
                .claim("phone", "")
                .claim("app_metadata", user.appMetadata())
                .claim("user_metadata", user.userMetadata())
                .claim("session_id", grant.session().toString())
                .claim("aal", grant.aal())
                .claim("amr", grant.amr())
                .claim("is_anonymous", user.anonymous())
                .claim("is_service_user", user.isServiceUser());
        if (user.isServiceUser()) {
            copy(user.appMetadata(), "application_id", token);
            copy(user.appMetadata(), "application_name", token);
            copy(user.appMetadata(), "organization_id", token);
        }
        if (grant.claims() instanceof TenantClaims claims) {
            token.claim("tenant_id", claims.tenant().toString())
                    .claim("tenant_role", claims.role().wire())
                    .claim("permissions", claims.permissions());
            if (claims.rateLimit() != null) {
                token.claim("rate_limit", claims.rateLimit());
            }
            if (claims.suspended()) {
                token.claim("tenant_status", "suspended");
            }
        }
        var decided = hook.customized(token.build(), grant.method());
        return new Issued(keys.sign(decided), grant.life().toSeconds(), expires);
    }

    /// The token of the secret key ([SystemToken]). It says nothing that a user's token says, and the other way round.
    ///
    /// @param key the key's id
    /// @param purpose null: good for the admin API alone
    public Issued issueSystem(UUID key, @Nullable String purpose, @Nullable TenantId tenant, Duration life) {
        var now = clock.instant();
        var expires = expiry(now, life);
        var claims = registered(now, expires)
                .subject(key.toString())
                .claim("role", SystemToken.ROLE)
                .claim("session_id", key.toString());
        if (purpose != null) {
            claims.claim(SystemToken.PURPOSE, purpose);
        }
        if (tenant != null) {
            claims.claim("tenant_id", tenant.toString());
        }
        return new Issued(keys.sign(claims.build()), life.toSeconds(), expires);
    }

    private static Instant expiry(Instant issuedAt, Duration life) {
        return issuedAt.truncatedTo(ChronoUnit.SECONDS).plus(life);
    }

    /// `iat` has whole seconds, `jti` (a UUIDv7) the milliseconds: a person who signs in again right after being cut
    /// off is not taken for the one who was.
    private JWTClaimsSet.Builder registered(Instant issuedAt, Instant expires) {
        return new JWTClaimsSet.Builder()
                .issuer(identity.issuer())
                .audience(identity.audience())
                .issueTime(Date.from(issuedAt.truncatedTo(ChronoUnit.SECONDS)))
                .jwtID(Uuid7.at(issuedAt).toString())
                .expirationTime(Date.from(expires));
    }

    private static void copy(Map<String, Object> metadata, String name, JWTClaimsSet.Builder claims) {
        if (metadata.get(name) instanceof String value) {
            claims.claim(name, value);
        }
    }
}
