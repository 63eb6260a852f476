package io.deskwire.tickets.ticket;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a ticket says, as whoever writes it decides.
///
/// @param description at most 64 KiB
/// @param type the tenant's own word, such as `incident`
record TicketContent(
        String subject,
        @Nullable String description,
        Priority priority,
        @Nullable String type,
        List<String> tags,
        ObjectNode customFields) {

    TicketContent {
        tags = List.copyOf(tags);
    }

    /// What a new ticket's fields are where the request does not name them.
    static TicketContent blank() {
        return new TicketContent("", null, Priority.NORMAL, null, List.of(), JsonNodeFactory.instance.objectNode());
    }
}
