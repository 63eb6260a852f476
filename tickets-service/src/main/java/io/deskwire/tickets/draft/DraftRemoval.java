package io.deskwire.tickets.draft;

import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.ticket.TicketEvent;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Drafts are deleted when their ticket goes into the trash; each is told to its writer.
@Component
@Order(1)
class DraftRemoval implements TicketEvent.Listener {
    private final DraftRepository drafts;
    private final Outbox outbox;

    DraftRemoval(DraftRepository drafts, Outbox outbox) {
        this.drafts = drafts;
        this.outbox = outbox;
    }

    @Override
    public void on(TicketEvent event) {
        switch (event) {
            case TicketEvent.Removed removed -> {
                var ticket = removed.ticket();
                var events = drafts.deleteAll(ticket.tenantId(), ticket.id()).stream()
                        .map(draft -> DomainEvent.removed(EventType.DRAFT_DELETED, draft))
                        .toList();
                outbox.append(removed.actor(), ticket.tenantId(), events);
            }
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
