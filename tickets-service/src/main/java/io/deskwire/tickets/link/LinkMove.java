package io.deskwire.tickets.link;

import io.deskwire.tickets.ticket.TicketEvent;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Links go into the trash with either of their tickets, and come out when both are out.
@Component
@Order(1)
class LinkMove implements TicketEvent.Listener {
    private final LinkService links;

    LinkMove(LinkService links) {
        this.links = links;
    }

    @Override
    public void on(TicketEvent event) {
        switch (event) {
            case TicketEvent.Removed removed -> links.move(removed.actor(), removed.ticket(), true);
            case TicketEvent.Restored restored -> links.move(restored.actor(), restored.ticket(), false);
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
}
