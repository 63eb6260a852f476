package io.deskwire.tickets.ticket;

import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.event.EventType;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Tells other services. Of a reply the comment's own event tells.
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class TicketEvents implements TicketEvent.Listener {
    private final Outbox outbox;

    TicketEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void on(TicketEvent event) {
        switch (event) {
            case TicketEvent.Opened(var actor, var ticket) -> outbox.created(actor, EventType.TICKET_CREATED, ticket);
            case TicketEvent.Changed change ->
                outbox.append(
                        change.actor(),
                        change.after().tenantId(),
                        List.of(DomainEvent.changed(EventType.TICKET_UPDATED, change.after(), change.difference())));
            case TicketEvent.Removed(var actor, var ticket) ->
                outbox.append(actor, ticket.tenantId(), List.of(DomainEvent.removed(EventType.TICKET_DELETED, ticket)));
            case TicketEvent.Replied _ -> {
                // nothing of the ticket's row changed
            }
        }
    }
}
