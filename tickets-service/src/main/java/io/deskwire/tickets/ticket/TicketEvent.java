package io.deskwire.tickets.ticket;

import io.deskwire.common.identity.Actor;
import io.deskwire.common.outbox.Difference;
import java.time.Instant;
import java.util.UUID;

/// What happened to a ticket; told once, in the transaction in which it happens.
public sealed interface TicketEvent {
    Actor actor();

    record Opened(Actor actor, Ticket ticket) implements TicketEvent {}

    /// @param difference of their images
    record Changed(Actor actor, Ticket before, Ticket after, Difference difference) implements TicketEvent {}

    /// It is about to be deleted, and its rows elsewhere with it.
    record Removed(Actor actor, Ticket ticket) implements TicketEvent {}

    /// @param internal for the team alone
    record Replied(Actor actor, Ticket ticket, UUID commentId, boolean internal, Instant at) implements TicketEvent {}

    /// Hears of every event at once, in Spring's order (`@Order`); what it throws undoes the change. The outbox
    /// hears last.
    interface Listener {
        void on(TicketEvent event);
    }
}
