package io.deskwire.tickets.ticket;

import io.deskwire.common.identity.Actor;
import io.deskwire.common.outbox.Difference;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.ticketfield.TicketFields;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What happened to a ticket; told once, in the transaction in which it happens.
public sealed interface TicketEvent {
    Actor actor();

    Ticket ticket();

    /// What other services hear of it.
    default List<DomainEvent> told(TicketFields fields) {
        return switch (this) {
            case Opened opened ->
                List.of(DomainEvent.created(
                        EventType.TICKET_CREATED, opened.ticket().told(fields)));
            case Changed change -> List.of(change.told(change.before().told(fields), change.ticket().told(fields)));
            case Removed removed ->
                List.of(DomainEvent.removed(
                        EventType.TICKET_DELETED, removed.ticket().told(fields)));
            case Replied _ -> List.of(); // the comment's own event tells of it
        };
    }

    record Opened(Actor actor, Ticket ticket) implements TicketEvent {}

    /// @param ticket after the change
    /// @param difference of the images before and after it
    record Changed(Actor actor, Ticket before, Ticket ticket, Difference difference) implements TicketEvent {
        private DomainEvent told(Ticket toldBefore, Ticket toldAfter) {
            return toldBefore.equals(before) && toldAfter.equals(ticket)
                    ? DomainEvent.changed(EventType.TICKET_UPDATED, ticket, difference)
                    : DomainEvent.changed(EventType.TICKET_UPDATED, toldBefore, toldAfter);
        }
    }

    /// It is about to be deleted, and its rows elsewhere with it.
    record Removed(Actor actor, Ticket ticket) implements TicketEvent {}

    /// @param internal for the team alone
    record Replied(Actor actor, Ticket ticket, UUID commentId, boolean internal, Instant at) implements TicketEvent {}

    /// Hears of every event at once, in Spring's order (`@Order`) and before the outbox; what it throws undoes the
    /// change.
    interface Listener {
        void on(TicketEvent event);
    }
}
