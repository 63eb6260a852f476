package io.deskwire.directory;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.id.Uuid7;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A team with all its members as an event told of it.
record SeenTeam(UUID tenant, UUID id, long version, boolean deleted, List<UUID> members) {

    /// Null where the event names no team.
    static @Nullable SeenTeam of(CloudEvent event) {
        var row = event.row();
        var deleted = event.type().equals("team.deleted");
        var members = deleted
                ? List.<UUID>of()
                : row.path("members")
                        .valueStream()
                        .map(member -> Uuid7.parse(member.path("user_id").asString("")))
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList();
        return event.rowId("id")
                .map(id -> new SeenTeam(event.tenant(), id, event.subjectVersion(), deleted, members))
                .orElse(null);
    }
}
