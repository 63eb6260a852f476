package io.deskwire.tickets.search;

import io.deskwire.tickets.ticket.TicketId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that a search found.
///
/// @param ticketId the ticket itself, or the one that the comment is of; null for people and companies
/// @param title the ticket's subject, or the name
/// @param rank from 0 to 1: how well it fits; 1 where it is named exactly
record SearchHit(Type type, UUID id, @Nullable TicketId ticketId, String title, Highlight highlight, double rank) {

    enum Type {
        TICKET,
        COMMENT,
        CONTACT,
        ORGANIZATION
    }
}
