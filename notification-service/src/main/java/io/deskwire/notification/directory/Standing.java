package io.deskwire.notification.directory;

import java.time.Instant;
import java.util.Set;

/// What somebody may do in a tenant at present, as far as events have told.
///
/// @param present a member, or an active service user; who has left or is suspended may do nothing
/// @param changedAt when it began or ended, by the clock of who wrote it
public record Standing(boolean present, Set<String> permissions, Instant changedAt) {
    public Standing {
        permissions = present ? Set.copyOf(permissions) : Set.of();
    }
}
