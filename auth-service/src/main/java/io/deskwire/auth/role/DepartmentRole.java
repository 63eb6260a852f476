package io.deskwire.auth.role;

import io.deskwire.common.identity.TenantId;
import java.time.Instant;
import java.util.List;

/// A set of permissions with a name, given to members beside their role. As JSON this is its public image.
public record DepartmentRole(
        DepartmentRoleId id,
        TenantId tenantId,
        String name,
        List<String> permissions,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    public DepartmentRole {
        permissions = List.copyOf(permissions);
    }

    DepartmentRole next(DepartmentRole before, Instant now) {
        return new DepartmentRole(
                before.id, before.tenantId, name, permissions, before.version + 1, before.createdAt, now);
    }
}
