package io.deskwire.tickets.ticket;

import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
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
    static final int MAX_CUSTOM_BYTES = 16 * 1024;

    public TicketContent {
        tags = List.copyOf(tags);
    }

    /// What a new ticket's fields are where the request does not name them.
    static TicketContent blank() {
        return new TicketContent(
                "",
                null,
                TicketStatus.OPEN,
                Priority.NORMAL,
                null,
                List.of(),
                JsonNodeFactory.instance.objectNode());
    }

    TicketContent with(TicketStatus other) {
        return new TicketContent(subject, description, other, priority, type, tags, customFields);
    }

    /// What a merge made too large; empty where all fits.
    List<FieldError> misfits() {
        var check = new FieldCheck();
        check.object("custom_fields", customFields, MAX_CUSTOM_BYTES);
        return check.errors();
    }
}
