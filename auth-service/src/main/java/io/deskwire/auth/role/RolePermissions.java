package io.deskwire.auth.role;

import static io.deskwire.common.identity.Permission.*;

import io.deskwire.common.identity.Permission;
import io.deskwire.common.identity.TenantRole;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The permissions that go with a role when a tenant has set none of its own.
public final class RolePermissions {
    private RolePermissions() {}

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

    /// What a service user may never be given: it would make itself an admin.
    public static final Set<Permission> NOT_FOR_MACHINES =
            Set.of(MEMBERS_MANAGE, SERVICE_USERS_MANAGE, API_KEYS_MANAGE, TENANT_MANAGE);

    private static List<String> keys(Permission... permissions) {
        return Arrays.stream(permissions).map(Permission::key).toList();
    }
}
