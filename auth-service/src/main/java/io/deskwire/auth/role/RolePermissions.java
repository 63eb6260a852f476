package io.deskwire.auth.role;

import static io.deskwire.common.identity.Permission.*;

import io.deskwire.common.identity.Permission;
import io.deskwire.common.identity.RoleDefaults;
import io.deskwire.common.identity.TenantRole;
import io.deskwire.common.problem.FieldCheck;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The permissions that go with a role, and those that no machine is given.
public final class RolePermissions {
    /// What a service user may never be given: it would make itself an admin.
    public static final Set<Permission> NOT_FOR_MACHINES =
            Set.of(MEMBERS_MANAGE, SERVICE_USERS_MANAGE, API_KEYS_MANAGE, TENANT_MANAGE);

    private RolePermissions() {}

    /// As [RoleDefaults#effective].
    public static List<String> effective(
            TenantRole role, @Nullable List<String> ofTenant, @Nullable List<String> ofDepartment) {
        return RoleDefaults.effective(role, ofTenant, ofDepartment);
    }

    /// As [RoleDefaults#of].
    public static List<String> defaults(TenantRole role) {
        return RoleDefaults.of(role);
    }

    /// The keys of a field, each of which has to be in the catalogue.
    public static List<String> known(FieldCheck check, String field, List<String> keys) {
        keys.forEach(
                key -> check.require(Permission.of(key).isPresent(), field, "'%s' is no permission".formatted(key)));
        return keys;
    }
}
