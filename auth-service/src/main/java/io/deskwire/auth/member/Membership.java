package io.deskwire.auth.member;

import io.deskwire.auth.role.DepartmentRoleId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.TenantRole;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A person's place in a tenant. As JSON this is its public image: in events, and in answers together with address and
/// name.
public record Membership(
        TenantId tenantId,
        UserId userId,
        TenantRole role,
        @Nullable DepartmentRoleId departmentRoleId,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    Membership next(TenantRole newRole, @Nullable DepartmentRoleId newDepartment, Instant now) {
        return new Membership(tenantId, userId, newRole, newDepartment, version + 1, createdAt, now);
    }
}
