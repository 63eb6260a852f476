package io.deskwire.auth.role;

import static io.deskwire.contracts.access.Permission.*;

import io.deskwire.common.problem.FieldCheck;
import io.deskwire.contracts.access.Permission;
import java.util.List;
import java.util.Set;

/// What a request may name as permissions, and which of them no service user is given. Those that go with a role are
/// [io.deskwire.contracts.access.RoleDefaults].
public final class RolePermissions {
    /// What a service user may never be given: it would make itself an admin.
    public static final Set<Permission> NOT_FOR_SERVICE_USERS =
            Set.of(MEMBERS_MANAGE, SERVICE_USERS_MANAGE, API_KEYS_MANAGE, TENANT_MANAGE);

    private RolePermissions() {}

    /// The keys of a field, each of which has to be in the catalogue.
    public static List<String> known(FieldCheck check, String field, List<String> keys) {
        keys.forEach(
                key -> check.require(Permission.of(key).isPresent(), field, "'%s' is no permission".formatted(key)));
        return keys;
    }
}
