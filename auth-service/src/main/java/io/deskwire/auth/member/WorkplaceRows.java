package io.deskwire.auth.member;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.sql.Row;
import io.deskwire.contracts.access.RoleDefaults;
import io.deskwire.contracts.access.TenantRole;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// A user's workplaces as a column, for queries that read them together with something else.
@Component
public final class WorkplaceRows {
    /// Of a table `users u`: the last used first, then the newest; deleted tenants are skipped.
    public static final String COLUMN = """
            (SELECT json_agg(json_build_object(
                        'tenant_id', m.tenant_id, 'slug', t.slug, 'domain', t.domain, 'role', m.role,
                        'role_permissions', r.permissions, 'department_permissions', d.permissions,
                        'suspended', t.status = 'suspended')
                        ORDER BY (m.tenant_id = u.last_tenant_id) DESC NULLS LAST, m.created_at DESC)
               FROM memberships m
               JOIN tenants t ON t.id = m.tenant_id
               LEFT JOIN role_permissions r ON r.tenant_id = m.tenant_id AND r.role = m.role
               LEFT JOIN department_roles d ON d.tenant_id = m.tenant_id AND d.id = m.department_role_id
              WHERE m.user_id = u.id AND t.status <> 'deleted') AS workplaces
            """;

    private static final TypeReference<List<Stored>> STORED = new TypeReference<>() {};

    private final JsonMapper json;

    WorkplaceRows(JsonMapper json) {
        this.json = json;
    }

    private record Stored(
            UUID tenantId,
            String slug,
            @Nullable String domain,
            TenantRole role,
            @Nullable List<String> rolePermissions,
            @Nullable List<String> departmentPermissions,
            boolean suspended) {
        Workplace workplace() {
            return new Workplace(
                    new TenantId(tenantId),
                    slug,
                    domain,
                    role,
                    RoleDefaults.effective(role, rolePermissions, departmentPermissions),
                    suspended);
        }
    }

    /// From a row with [#COLUMN].
    public List<Workplace> workplaces(Row row) throws SQLException {
        var aggregated = row.textOrNull("workplaces");
        return aggregated == null
                ? List.of()
                : json.readValue(aggregated, STORED).stream()
                        .map(Stored::workplace)
                        .toList();
    }
}
