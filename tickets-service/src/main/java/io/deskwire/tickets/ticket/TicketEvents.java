package io.deskwire.tickets.ticket;

import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.outbox.Difference;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import java.util.List;
import org.springframework.stereotype.Component;

/// Tells what happened to tickets: the rooms of this service at once, then everybody else by the outbox.
@Component
class TicketEvents {
    private final List<TicketEvent.Listener> listeners;
    private final Outbox outbox;

    TicketEvents(List<TicketEvent.Listener> listeners, Outbox outbox) {
        this.listeners = listeners;
        this.outbox = outbox;
    }

    void tell(TicketEvent event) {
        listeners.forEach(listener -> listener.on(event));
        var told = event.told();
        if (!told.isEmpty()) {
            outbox.append(event.actor(), event.ticket().tenantId(), told);
        }
    }

    /// A warning is for the team alone, and the row is as it was.
    void warn(Actor actor, Ticket ticket) {
        outbox.append(
                actor,
                ticket.tenantId(),
                List.of(DomainEvent.of(
                        EventType.TICKET_SLA_WARNING,
                        ticket.publishedId(),
                        ticket.version(),
                        Audience.of(Permission.TICKETS_READ),
                        ticket)));
    }

    Difference difference(Ticket before, Ticket after) {
        return outbox.difference(before, after);
    }

    List<String> changedSince(TicketId id, long version) {
        return outbox.changedSince(id.value(), version);
    }
}
