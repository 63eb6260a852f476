package io.deskwire.notification.seenticket;

import io.deskwire.common.event.Audience;
import io.deskwire.common.event.CloudEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// As much of a ticket as others need who tell of what belongs to it.
///
/// @param audience who may see the ticket, by the last event of it
public record SeenTicket(
        UUID tenant,
        UUID id,
        String subject,
        @Nullable UUID assignee,
        @Nullable UUID createdBy,
        Audience audience,
        long version) {

    static SeenTicket of(CloudEvent event, UUID id) {
        return new SeenTicket(
                event.tenant(),
                id,
                event.row().path("subject").asString(""),
                id(event, "assignee_id"),
                id(event, "created_by"),
                event.audience(),
                event.subjectVersion());
    }

    private static @Nullable UUID id(CloudEvent event, String field) {
        return event.rowId(field).orElse(null);
    }
}
