package io.deskwire.auth.role;

import static io.deskwire.common.identity.Permission.*;

import io.deskwire.common.identity.Permission;
import io.deskwire.common.identity.TenantRole;
import io.deskwire.common.problem.FieldCheck;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The permissions that go with a role, and how a department role adds to them (ADR 0026).
public final class RolePermissions {
    /// What a service user may never be given: it would make itself an admin.
    public static final Set<Permission> NOT_FOR_MACHINES =
            Set.of(MEMBERS_MANAGE, SERVICE_USERS_MANAGE, API_KEYS_MANAGE, TENANT_MANAGE);

    private RolePermissions() {}

    /// What a member may do: everything as an admin; else what the tenant gives the role, and what the department adds.
    /// In the catalogue's order; keys this version does not know are left out.
    ///
    /// @param ofTenant null where the tenant has set none of its own
    /// @param ofDepartment null without a department role
    public static List<String> effective(
            TenantRole role, @Nullable List<String> ofTenant, @Nullable List<String> ofDepartment) {
        if (role == TenantRole.ADMIN) {
            return defaults(role);
        }
        var held = new HashSet<>(ofTenant == null ? defaults(role) : ofTenant);
        held.addAll(ofDepartment == null ? List.of() : ofDepartment);
        return Arrays.stream(Permission.values())
                .map(Permission::key)
                .filter(held::contains)
                .toList();
    }

    /// When a tenant has set none of its own.
    public static List<String> defaults(TenantRole role) {
        return switch (role) {
            case ADMIN -> keys(Permission.values());
            case AGENT ->
                keys(
                        TENANT_READ,
                        MEMBERS_READ,
                        TICKETS_READ,
                        TICKETS_WRITE,
                        COMMENTS_INTERNAL,
                        JOBS_READ,
                        ORDER_TRACKING_READ);
            case VA -> keys(TENANT_READ, TICKETS_READ, TICKETS_WRITE, JOBS_READ, JOBS_WRITE, ORDER_TRACKING_READ);
            case CLIENT -> keys(TENANT_READ, TICKETS_READ_OWN, TICKETS_WRITE);
            case SERVICE -> keys(TENANT_READ, TICKETS_READ, TICKETS_WRITE, JOBS_READ);
        };
    }

    /// The keys of a field, each of which has to be in the catalogue.
    public static List<String> known(FieldCheck check, String field, List<String> keys) {
        keys.forEach(
                key -> check.require(Permission.of(key).isPresent(), field, "'%s' is no permission".formatted(key)));
        return keys;
    }

    private static List<String> keys(Permission... permissions) {
        return Arrays.stream(permissions).map(Permission::key).toList();
    }
}
