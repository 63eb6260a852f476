package io.deskwire.auth.serviceuser;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A machine of a tenant. As JSON this is its public image: in answers and in events.
///
/// @param permissions what it may do; a key's scopes only narrow this
/// @param rateLimit requests a minute; null for the tenant's default
public record ServiceUser(
        UserId id,
        TenantId tenantId,
        String name,
        @Nullable String description,
        @Nullable String applicationId,
        @Nullable String applicationName,
        List<String> permissions,
        @Nullable Integer rateLimit,
        Status status,
        long version,
        UserId createdBy,
        Instant createdAt,
        Instant updatedAt) {

    public ServiceUser {
        permissions = List.copyOf(permissions);
    }

    /// The same machine one version on; what is not anybody's to change stays as it was.
    ServiceUser next(ServiceUser before, Instant now) {
        return new ServiceUser(
                before.id,
                before.tenantId,
                name,
                description,
                applicationId,
                applicationName,
                permissions,
                rateLimit,
                status,
                before.version + 1,
                before.createdBy,
                before.createdAt,
                now);
    }

    public enum Status {
        ACTIVE,
        SUSPENDED
    }
}
