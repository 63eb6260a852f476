package io.deskwire.auth.role;

import io.deskwire.common.identity.TenantId;
import io.deskwire.contracts.access.RoleDefaults;
import io.deskwire.contracts.access.TenantRole;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a role may do in a tenant. As JSON this is its public image: in answers and in events.
///
/// @param id null, and the version 0, while the defaults apply
public record Role(
        TenantId tenantId,
        TenantRole role,
        @Nullable UUID id,
        List<String> permissions,
        long version,
        @Nullable Instant updatedAt) {

    public Role {
        permissions = List.copyOf(permissions);
    }

    static Role byDefault(TenantId tenant, TenantRole role) {
        return new Role(tenant, role, null, RoleDefaults.of(role), 0, null);
    }
}
