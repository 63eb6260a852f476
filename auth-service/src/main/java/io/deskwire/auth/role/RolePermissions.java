package io.deskwire.auth.role;

import static io.deskwire.contracts.access.Permission.*;

import io.deskwire.common.problem.FieldCheck;
import io.deskwire.contracts.access.Permission;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a request may name as permissions, and which of them no service user is given. Those that go with a role are
/// [io.deskwire.contracts.access.RoleDefaults].
public final class RolePermissions {
    /// What a service user may never be given: it would make itself an admin.
    public static final Set<Permission> NOT_FOR_SERVICE_USERS =
            Set.of(MEMBERS_MANAGE, SERVICE_USERS_MANAGE, API_KEYS_MANAGE, TENANT_MANAGE);

    private RolePermissions() {}

    /// Why a service user cannot be given these; empty where it can.
    public static Optional<String> refusalForServiceUser(Collection<String> permissions) {
        return permissions.stream()
                .filter(key -> Permission.of(key)
                        .filter(NOT_FOR_SERVICE_USERS::contains)
                        .isPresent())
                .findFirst()
                .map("a service user cannot have %s, which would let it make itself an admin; name others"::formatted);
    }

    /// The keys of a field, each of which has to be in the catalogue.
    public static List<String> known(FieldCheck check, String field, List<String> keys) {
        keys.forEach(key -> check.require(
                Permission.of(key).isPresent(),
                field,
                "'%s' is not a permission; GET /api/v1/permissions lists them".formatted(key)));
        return keys;
    }
}
