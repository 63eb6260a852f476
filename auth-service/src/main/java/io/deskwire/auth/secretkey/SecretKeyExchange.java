package io.deskwire.auth.secretkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.deskwire.auth.audit.Attribution;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.token.AccessTokens;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.identity.systemkey.SystemToken;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Swaps the secret key for a short token, in which the purpose and the tenant are fixed that its holder chose.
///
/// Both are the token's and no header's, so that services verify them offline and nobody can add them later. Each swap
/// is in the audit; so is each use, see [SystemUseAudit].
@Service
public class SecretKeyExchange {
    /// The purpose of those that name none to the admin API.
    public static final String AUTH_ADMIN = "auth-admin";

    private static final String PURPOSE = "secret-key";
    private static final int MAX_TENANT = 100;

    private final SecretKey key;
    private final SecretKeyProperties properties;
    private final AccessTokens tokens;
    private final TenantNames tenants;
    private final AuditLog audit;
    private final SystemAccess system;

    SecretKeyExchange(
            SecretKey key,
            SecretKeyProperties properties,
            AccessTokens tokens,
            TenantNames tenants,
            AuditLog audit,
            SystemAccess system) {
        this.key = key;
        this.properties = properties;
        this.tokens = tokens;
        this.tenants = tenants;
        this.audit = audit;
        this.system = system;
    }

    /// What the holder chose.
    ///
    /// @param purpose null: the token opens the admin API of `/auth/v1` and nothing else
    /// @param tenant id or slug
    public record Wish(@Nullable String purpose, @Nullable String tenant, Duration life) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Exchanged(
            String accessToken,
            String tokenType,
            long expiresIn,
            @Nullable UUID tenantId,
            @Nullable String purpose) {}

    public Exchanged exchange(String credential, Wish wish) {
        if (wish.purpose() != null && !SystemToken.isPurpose(wish.purpose())) {
            throw Malformed.field("purpose", SystemToken.PURPOSE_FORM);
        }
        if (!key.is(credential)) {
            system.run(PURPOSE, this::noteRefusal);
            throw new Unauthenticated("the secret key is not valid");
        }
        return system.call(PURPOSE, () -> exchange(wish));
    }

    private Exchanged exchange(Wish wish) {
        var tenant = wish.tenant() == null ? null : tenant(wish.tenant());
        var life = wish.life().compareTo(properties.tokenLife()) < 0 ? wish.life() : properties.tokenLife();
        var issued = tokens.issueSystem(key.id(), wish.purpose(), tenant, life);
        var details = new HashMap<String, Object>();
        details.put("expires_in", issued.expiresIn());
        audit.recordBy(actor(wish.purpose()), tenant, "system_access.granted", null, details);
        return new Exchanged(
                issued.token(), "bearer", issued.expiresIn(), tenant == null ? null : tenant.value(), wish.purpose());
    }

    private TenantId tenant(String name) {
        if (name.length() > MAX_TENANT) {
            throw Malformed.field("tenant", "an id or a slug is expected");
        }
        return tenants.find(name).orElseThrow(() -> new NotFound("tenant", name));
    }

    private void noteRefusal() {
        audit.recordNowAndThen(
                new Attribution("system:" + PURPOSE, null, null), null, "system_access.refused", null, Map.of());
    }

    private Attribution actor(@Nullable String purpose) {
        return actor(key.id(), purpose == null ? AUTH_ADMIN : purpose);
    }

    /// How the audit names the secret key's holder.
    public static Attribution actor(UUID key, String purpose) {
        return new Attribution("system:secret-key/" + purpose, key, new SessionId(key));
    }

    /// As whom it makes things.
    public UserId self() {
        return new UserId(key.id());
    }
}
