package io.deskwire.directory;

import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.access.TenantRole;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody in a tenant as events have told.
///
/// @param role null for one that this version does not know
/// @param teams none for somebody who has left or is suspended
public record Member(UUID user, Kind kind, @Nullable TenantRole role, Standing standing, Set<UUID> teams) {
    public enum Kind {
        MEMBER,
        SERVICE_USER
    }

    public Member {
        teams = Set.copyOf(teams);
    }

    /// A member, or an active service user.
    public boolean present() {
        return standing.present();
    }

    public Set<String> permissions() {
        return standing.permissions();
    }

    public boolean may(Permission permission) {
        return permissions().contains(permission.key());
    }
}
