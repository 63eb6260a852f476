package io.deskwire.notification.inapp;

import io.deskwire.common.event.CloudEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// As much of a ticket as its comments' notifications need.
record SeenTicket(
        UUID tenant,
        UUID id,
        String subject,
        @Nullable UUID assignee,
        @Nullable UUID createdBy,
        long version) {

    static @Nullable SeenTicket of(CloudEvent event) {
        var row = event.row();
        var id = Notice.id(row, "id");
        return id == null
                ? null
                : new SeenTicket(
                        event.tenant(),
                        id,
                        row.path("subject").asString(""),
                        Notice.id(row, "assignee_id"),
                        Notice.id(row, "created_by"),
                        event.subjectVersion());
    }
}
