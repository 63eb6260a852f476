package io.deskwire.notification.seenticket;

import io.deskwire.common.event.Audience;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.id.Uuid7;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// As much of a ticket as others need who tell of what belongs to it.
///
/// @param audience who may see the ticket, by the last event of it
public record SeenTicket(
        UUID tenant,
        UUID id,
        String subject,
        @Nullable UUID assignee,
        @Nullable UUID createdBy,
        Set<UUID> followers,
        Audience audience,
        long version) {
    public SeenTicket {
        followers = Set.copyOf(followers);
    }

    static SeenTicket of(CloudEvent event, UUID id) {
        return new SeenTicket(
                event.tenant(),
                id,
                event.row().path("subject").asString(""),
                id(event, "assignee_id"),
                id(event, "created_by"),
                ids(event.row(), "followers"),
                event.audience(),
                event.subjectVersion());
    }

    /// The ids in a list that a row has; what is none is skipped.
    public static Set<UUID> ids(JsonNode row, String field) {
        return row.path(field)
                .valueStream()
                .flatMap(id -> Uuid7.parse(id.asString("")).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable UUID id(CloudEvent event, String field) {
        return event.rowId(field).orElse(null);
    }
}
