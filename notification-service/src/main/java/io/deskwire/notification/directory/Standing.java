package io.deskwire.notification.directory;

import io.deskwire.common.sql.Row;
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

    /// From a row with `role`, `of_role` and `of_department`. A role that this version does not know may nothing.
    public static Set<String> permissions(Row row) throws SQLException {
        var role = TenantRole.of(row.text("role")).orElse(null);
        return role == null
                ? Set.of()
                : Set.copyOf(
                        RoleDefaults.effective(role, row.textsOrNull("of_role"), row.textsOrNull("of_department")));
    }
}
