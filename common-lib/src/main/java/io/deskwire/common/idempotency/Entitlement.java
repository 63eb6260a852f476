package io.deskwire.common.idempotency;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.sql.Row;
import io.deskwire.contracts.access.TenantRole;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What somebody could do when an answer was given, and so what the answer may show (ADR 0037).
///
/// @param role null for agents, for the secret key and without a tenant
/// @param permissions in alphabetical order
record Entitlement(@Nullable String role, List<String> permissions) {

    Entitlement {
        permissions = List.copyOf(permissions);
    }

    static Entitlement of(Caller caller) {
        return new Entitlement(
                caller.role() == null ? null : Row.wire(caller.role()),
                caller.permissions().stream().sorted().toList());
    }

    /// What this one lacks of the other, in words; empty where it has it all. Roles besides their permissions tell
    /// staff from clients, who see less of the same rows.
    Optional<String> lacks(Entitlement other) {
        if (isClient() && !other.isClient()) {
            return Optional.of("a role other than client");
        }
        return other.permissions.stream()
                .filter(permission -> !permissions.contains(permission))
                .findFirst();
    }

    private boolean isClient() {
        return Row.wire(TenantRole.CLIENT).equals(role);
    }
}
