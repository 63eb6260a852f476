package io.deskwire.contracts.access;

import static io.deskwire.contracts.access.Permission.*;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes with a role, and how a tenant and a department change it (ADR 0026): one rule for who issues tokens and
/// for who has to know what somebody without a token may see.
public final class RoleDefaults {
    private RoleDefaults() {}

    /// When a tenant has set none of its own.
    public static List<String> of(TenantRole role) {
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

    /// What a member may do: everything as an admin; else what the tenant gives the role, and what the department adds.
    /// In the catalogue's order; keys this version does not know are left out.
    ///
    /// @param ofTenant null where the tenant has set none of its own
    /// @param ofDepartment null without a department role
    public static List<String> effective(
            TenantRole role, @Nullable List<String> ofTenant, @Nullable List<String> ofDepartment) {
        if (role == TenantRole.ADMIN) {
            return of(role);
        }
        var held = new HashSet<>(ofTenant == null ? of(role) : ofTenant);
        held.addAll(ofDepartment == null ? List.of() : ofDepartment);
        return Arrays.stream(Permission.values())
                .map(Permission::key)
                .filter(held::contains)
                .toList();
    }

    private static List<String> keys(Permission... permissions) {
        return Arrays.stream(permissions).map(Permission::key).toList();
    }
}
