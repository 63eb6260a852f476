package io.deskwire.tickets.ticket;

import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.outbox.Difference;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.ticketfield.TicketFields;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What happened to a ticket; told once, in the transaction in which it happens.
public sealed interface TicketEvent {
    Actor actor();

    Ticket ticket();

    /// One that made another version of the ticket.
    sealed interface NewVersion extends TicketEvent {
        Ticket before();

        /// Of the images before and after it.
        Difference difference();
    }

    /// What other services hear of it: nothing that the client who asked must not see, where one did.
    default List<DomainEvent> told(TicketFields fields) {
        return switch (this) {
            case Opened opened ->
                List.of(DomainEvent.created(
                        EventType.TICKET_CREATED, opened.ticket().told(fields)));
            case Changed change -> withBreach(told(EventType.TICKET_UPDATED, change, fields), change, fields);
            case Merged merged -> withBreach(told(EventType.TICKET_MERGED, merged, fields), merged, fields);
            case Unmerged unmerged -> withBreach(told(EventType.TICKET_UNMERGED, unmerged, fields), unmerged, fields);
            case Removed removed ->
                List.of(DomainEvent.removed(
                        EventType.TICKET_DELETED, removed.before().told(fields)));
            case Restored restored ->
                withBreach(
                        DomainEvent.created(
                                EventType.TICKET_RESTORED, restored.ticket().told(fields)),
                        restored,
                        fields);
            case Purged purged ->
                List.of(DomainEvent.removed(
                        EventType.TICKET_PURGED, purged.ticket().told(fields)));
            case Replied _ -> List.of(); // the comment's own event tells of it
        };
    }

    /// By the images that were compared already, where everybody may see them.
    private static DomainEvent told(EventType type, NewVersion event, TicketFields fields) {
        var before = event.before().told(fields);
        var after = event.ticket().told(fields);
        return before.equals(event.before()) && after.equals(event.ticket())
                ? DomainEvent.changed(type, after, event.difference())
                : DomainEvent.changed(type, before, after);
    }

    /// A missed deadline is told besides, to the team, with the images before and after: a warning, beside what is told
    /// of the row.
    private static List<DomainEvent> withBreach(DomainEvent told, NewVersion event, TicketFields fields) {
        if (!event.ticket().deadlines().breaksSince(event.before().deadlines())) {
            return List.of(told);
        }
        var breach = told(EventType.TICKET_SLA_BREACHED, event, fields);
        return List.of(
                told,
                new DomainEvent(
                        breach.type(),
                        breach.subject(),
                        breach.version(),
                        Audience.of(Permission.TICKETS_READ),
                        breach.record(),
                        breach.oldRecord(),
                        breach.difference()));
    }

    record Opened(Actor actor, Ticket ticket) implements TicketEvent {}

    /// @param ticket after the change
    record Changed(Actor actor, Ticket before, Ticket ticket, Difference difference) implements NewVersion {}

    /// It is closed, and its conversation goes on in another ticket, which it names.
    record Merged(Actor actor, Ticket before, Ticket ticket, Difference difference) implements NewVersion {}

    /// It is on its own again, as it was before it was merged.
    record Unmerged(Actor actor, Ticket before, Ticket ticket, Difference difference) implements NewVersion {}

    /// It is in the trash: for everybody but those who look there it is gone, and its rows elsewhere with it.
    ///
    /// @param before as it was seen last
    /// @param ticket as it lies in the trash
    record Removed(Actor actor, Ticket before, Ticket ticket, Difference difference) implements NewVersion {}

    /// It is out of the trash.
    ///
    /// @param before as it lay there
    record Restored(Actor actor, Ticket before, Ticket ticket, Difference difference) implements NewVersion {}

    /// It is about to be deleted for good, and its rows elsewhere with it.
    record Purged(Actor actor, Ticket ticket) implements TicketEvent {}

    /// @param fromCustomer not the team said it
    /// @param internal for the team alone
    record Replied(Actor actor, Ticket ticket, boolean fromCustomer, UUID commentId, boolean internal, Instant at)
            implements TicketEvent {
        Replied about(Ticket changed) {
            return new Replied(actor, changed, fromCustomer, commentId, internal, at);
        }
    }

    /// Hears of every event at once, in Spring's order (`@Order`) and before the outbox; what it throws undoes the
    /// change.
    interface Listener {
        void on(TicketEvent event);
    }
}
