package io.deskwire.tickets.link;

import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.ticket.TicketEvent;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Links go into the trash with either of their tickets, and come out when both are out.
@Component
@Order(1)
class LinkMove implements TicketEvent.Listener {
    private final LinkRepository links;
    private final Outbox outbox;

    LinkMove(LinkRepository links, Outbox outbox) {
        this.links = links;
        this.outbox = outbox;
    }

    @Override
    public void on(TicketEvent event) {
        switch (event) {
            case TicketEvent.Removed removed -> move(removed, true, EventType.LINK_DELETED);
            case TicketEvent.Restored restored -> move(restored, false, EventType.LINK_CREATED);
            case TicketEvent.Opened _,
                    TicketEvent.Changed _,
                    TicketEvent.Merged _,
                    TicketEvent.Unmerged _,
                    TicketEvent.Purged _,
                    TicketEvent.Replied _ -> {
                // links stay as they are, or go with the ticket's row
            }
        }
    }

    private void move(TicketEvent because, boolean intoTrash, EventType type) {
        var ticket = because.ticket();
        var events = links.move(ticket.tenantId(), ticket.id(), intoTrash).stream()
                .map(link -> DomainEvent.created(type, link))
                .toList();
        outbox.append(because.actor(), ticket.tenantId(), events);
    }
}
