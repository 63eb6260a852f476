package io.deskwire.contracts.access;

import java.util.Locale;
import java.util.Optional;

/// What a member is within its tenant. The permissions that go with a role are the tenant's to set; a token carries
/// both.
public enum TenantRole {
    ADMIN,
    AGENT,
    VA,
    CLIENT,
    SERVICE;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TenantRole> of(String wire) {
        for (var role : values()) {
            if (role.wire().equals(wire)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
