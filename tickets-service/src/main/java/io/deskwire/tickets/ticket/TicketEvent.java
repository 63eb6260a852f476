package io.deskwire.tickets.ticket;

import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.outbox.Difference;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What happened to a ticket; told once, in the transaction in which it happens.
public sealed interface TicketEvent {
    Actor actor();

    Ticket ticket();

    /// What other services hear of it.
    default List<DomainEvent> told() {
        return switch (this) {
            case Opened opened -> List.of(DomainEvent.created(EventType.TICKET_CREATED, opened.ticket()));
            case Changed change -> told(change);
            case Removed removed -> List.of(DomainEvent.removed(EventType.TICKET_DELETED, removed.ticket()));
            case Replied _ -> List.of(); // the comment's own event tells of it
        };
    }

    /// A missed deadline is told besides, to the team, with the same images: a warning, beside the change of the row.
    private static List<DomainEvent> told(Changed change) {
        var ticket = change.ticket();
        var updated = DomainEvent.changed(EventType.TICKET_UPDATED, ticket, change.difference());
        return ticket.deadlines().breaksSince(change.before().deadlines())
                ? List.of(
                        updated,
                        new DomainEvent(
                                EventType.TICKET_SLA_BREACHED,
                                ticket.publishedId(),
                                ticket.version(),
                                Audience.of(Permission.TICKETS_READ),
                                ticket,
                                null,
                                change.difference()))
                : List.of(updated);
    }

    record Opened(Actor actor, Ticket ticket) implements TicketEvent {}

    /// @param ticket after the change
    /// @param difference of the images before and after it
    record Changed(Actor actor, Ticket before, Ticket ticket, Difference difference) implements TicketEvent {}

    /// It is about to be deleted, and its rows elsewhere with it.
    record Removed(Actor actor, Ticket ticket) implements TicketEvent {}

    /// @param internal for the team alone
    record Replied(Actor actor, Ticket ticket, UUID commentId, boolean internal, Instant at) implements TicketEvent {
        Replied about(Ticket changed) {
            return new Replied(actor, changed, commentId, internal, at);
        }
    }

    /// Hears of every event at once, in Spring's order (`@Order`) and before the outbox; what it throws undoes the
    /// change.
    interface Listener {
        void on(TicketEvent event);
    }
}
