package io.deskwire.tickets.draft;

import io.deskwire.tickets.ticket.TicketEvent;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Drafts are deleted when their ticket goes into the trash; each is told to who wrote it.
@Component
@Order(1)
class DraftRemoval implements TicketEvent.Listener {
    private final DraftService drafts;

    DraftRemoval(DraftService drafts) {
        this.drafts = drafts;
    }

    @Override
    public void on(TicketEvent event) {
        switch (event) {
            case TicketEvent.Removed removed -> drafts.removeAll(removed.actor(), removed.ticket());
            case TicketEvent.Opened _,
                    TicketEvent.Changed _,
                    TicketEvent.Merged _,
                    TicketEvent.Unmerged _,
                    TicketEvent.Restored _,
                    TicketEvent.Purged _,
                    TicketEvent.Replied _ -> {
                // drafts stay as they are
            }
        }
    }
}
