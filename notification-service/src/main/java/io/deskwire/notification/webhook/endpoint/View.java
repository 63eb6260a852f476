package io.deskwire.notification.webhook.endpoint;

import io.deskwire.common.event.Audience;
import io.deskwire.directory.Directory;
import io.deskwire.directory.Directory.Bearer;
import io.deskwire.directory.Standing;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an endpoint may see: what its last editor could see when saving, as far as that editor still may (ADR 0031).
///
/// @param saver the endpoint's last editor
/// @param permissions the saver's when saving
public record View(UUID tenant, UUID saver, Set<String> permissions, Instant savedAt) {
    public View {
        permissions = Set.copyOf(permissions);
    }

    public Bearer bearer() {
        return new Bearer(tenant, saver);
    }

    /// Inside a transaction of the tenant or the system. A team's members are the present ones, also of what was known
    /// when saving.
    public boolean admits(Audience audience, Directory directory) {
        return directory.admits(bearer(), permissions, audience);
    }

    /// Narrowed to what the saver may at present.
    ///
    /// @param present null where nothing has been heard of the saver: then what was known when saving counts, also
    ///     where all that was heard is that the saver left before
    public View now(@Nullable Standing present) {
        return present == null || !present.present() && !orphaned(present)
                ? this
                : new View(
                        tenant,
                        saver,
                        permissions.stream()
                                .filter(present.permissions()::contains)
                                .collect(Collectors.toSet()),
                        savedAt);
    }

    /// Whether the saver has left, or was suspended, since saving.
    public boolean orphaned(@Nullable Standing present) {
        return present != null && !present.present() && !present.changedAt().isBefore(savedAt);
    }
}
