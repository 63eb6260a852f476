package io.deskwire.tickets.ticket;

import io.deskwire.tickets.platform.CustomFields;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What a ticket says and how it stands.
///
/// @param description at most 64 KiB
/// @param type the tenant's own word, such as `incident`
public record TicketContent(
        String subject,
        @Nullable String description,
        TicketStatus status,
        Priority priority,
        @Nullable String type,
        List<String> tags,
        ObjectNode customFields) {
    public TicketContent {
        tags = List.copyOf(tags);
    }

    /// What a new ticket's fields are where the request does not name them.
    static TicketContent blank() {
        return new TicketContent("", null, TicketStatus.OPEN, Priority.NORMAL, null, List.of(), CustomFields.none());
    }

    TicketContent with(TicketStatus other) {
        return new TicketContent(subject, description, other, priority, type, tags, customFields);
    }

    TicketContent with(ObjectNode otherFields) {
        return new TicketContent(subject, description, status, priority, type, tags, otherFields);
    }

    /// Whether nobody has to do anything any more, where somebody still had to before.
    boolean ends(TicketContent before) {
        return before.status.isUnderWay() && !status.isUnderWay();
    }
}
