package io.deskwire.common.identity;

import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.access.TenantRole;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The verified sender of a request.
///
/// @param tenant null where the session belongs to no tenant; then row-level security shows nothing
/// @param claims the token's claims that policies read as `request.jwt.claims`, as JSON
/// @param suspended the tenant is suspended: reading is allowed, writing is not
/// @param purpose what the secret key's bearer says it does; null for everybody else
public record Caller(
        Kind kind,
        UserId subject,
        @Nullable TenantId tenant,
        @Nullable TenantRole role,
        Set<String> permissions,
        Credential credential,
        boolean suspended,
        String claims,
        @Nullable String purpose) {

    public enum Kind {
        USER,
        SERVICE_USER,
        AGENT,
        /// The secret key: a trusted server, which works past row-level security. `subject` is the key's id.
        SYSTEM
    }

    public Caller {
        permissions = Set.copyOf(permissions);
    }

    /// What the sender showed.
    ///
    /// @param session the session of a person, or the API key of a service user: what a revocation names
    /// @param rateLimit requests a minute, where a service user has a limit of its own
    public record Credential(
            @Nullable SessionId session,
            Instant issuedAt,
            Instant expiresAt,
            @Nullable Integer rateLimit) {}

    public @Nullable SessionId session() {
        return credential.session();
    }

    public Instant issuedAt() {
        return credential.issuedAt();
    }

    public Instant expiresAt() {
        return credential.expiresAt();
    }

    public @Nullable Integer rateLimit() {
        return credential.rateLimit();
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission.key());
    }

    /// Raises [Forbidden] where the caller lacks the permission.
    public void require(Permission permission) {
        if (!may(permission)) {
            throw Forbidden.lacks(permission.key());
        }
    }

    public TenantId requireTenant() {
        if (tenant == null) {
            if (kind == Kind.SYSTEM) {
                throw new Forbidden("no-tenant", "no tenant is named; send its id or slug in the header X-Tenant");
            }
            throw new Forbidden("no-tenant", "the session has no tenant; found or join one, then refresh the session");
        }
        return tenant;
    }

    /// Who acts: the subject or, for the secret key, the system with the purpose `secret-key/<purpose>`.
    public Actor actor() {
        return switch (kind) {
            case USER -> Actor.user(subject);
            case SERVICE_USER -> Actor.serviceUser(subject);
            case AGENT -> Actor.agent(subject);
            case SYSTEM -> Actor.system(systemPurpose());
        };
    }

    /// The purpose of the system door while the secret key's bearer is served: no purpose of our own has a slash.
    public String systemPurpose() {
        return "secret-key/" + (purpose == null ? "unnamed" : purpose);
    }
}
