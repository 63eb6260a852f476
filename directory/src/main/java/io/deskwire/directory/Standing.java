package io.deskwire.directory;

import io.deskwire.common.sql.Row;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.access.RoleDefaults;
import io.deskwire.contracts.access.TenantRole;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;

/// What somebody may do in a tenant at present, as far as events have told.
///
/// @param present a member, or an active service user; somebody who has left or is suspended may do nothing
/// @param changedAt when it began or ended, by the writer's clock
public record Standing(boolean present, Set<String> permissions, Instant changedAt) {
    public Standing {
        permissions = present ? Set.copyOf(permissions) : Set.of();
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission.key());
    }

    /// From a row with `role`, `present`, `of_role`, `of_department` and `changed_at`. A role that this version
    /// does not know may nothing.
    static Standing of(Row row) throws SQLException {
        var role = TenantRole.of(row.text("role")).orElse(null);
        var ofRole = row.textsOrNull("of_role");
        var ofDepartment = row.textsOrNull("of_department");
        return new Standing(
                row.flag("present"),
                role == null ? Set.of() : Set.copyOf(RoleDefaults.effective(role, ofRole, ofDepartment)),
                row.instant("changed_at"));
    }
}
