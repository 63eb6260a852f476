package io.deskwire.tickets.ticket;

import io.deskwire.tickets.contact.Requester;
import org.jspecify.annotations.Nullable;

/// What is asked for a new ticket.
///
/// @param source where it came from, such as `shop`
/// @param externalId what the source calls it; unique within tenant and source
record TicketDraft(
        TicketContent content,
        @Nullable Requester requester,
        @Nullable String source,
        @Nullable String externalId) {}
