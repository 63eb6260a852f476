package io.deskwire.tickets.ticket;

import io.deskwire.common.identity.UserId;
import io.deskwire.tickets.contact.ContactId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Everything of a ticket that may be changed, as it is to be.
record TicketChange(
        TicketContent content,
        TicketStatus status,
        @Nullable ContactId requesterId,
        @Nullable UserId assigneeId,
        @Nullable UUID teamId) {

    TicketChange with(TicketContent other) {
        return new TicketChange(other, status, requesterId, assigneeId, teamId);
    }

    TicketChange with(@Nullable ContactId other) {
        return new TicketChange(content, status, other, assigneeId, teamId);
    }

    TicketChange with(TicketStatus other) {
        return new TicketChange(content, other, requesterId, assigneeId, teamId);
    }
}
