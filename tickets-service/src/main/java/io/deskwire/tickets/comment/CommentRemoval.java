package io.deskwire.tickets.comment;

import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.ticket.TicketEvent;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Comments go into the trash with their ticket and come out with it; each is told to those who see it then.
@Component
@Order(1)
class CommentRemoval implements TicketEvent.Listener {
    private final CommentRepository comments;
    private final Outbox outbox;

    CommentRemoval(CommentRepository comments, Outbox outbox) {
        this.comments = comments;
        this.outbox = outbox;
    }

    @Override
    public void on(TicketEvent event) {
        switch (event) {
            case TicketEvent.Removed removed -> move(removed, true, EventType.COMMENT_DELETED);
            case TicketEvent.Restored restored -> move(restored, false, EventType.COMMENT_RESTORED);
            case TicketEvent.Opened _,
                    TicketEvent.Changed _,
                    TicketEvent.Merged _,
                    TicketEvent.Unmerged _,
                    TicketEvent.Purged _,
                    TicketEvent.Replied _ -> {
                // comments stay as they are, or go with the ticket's row
            }
        }
    }

    private void move(TicketEvent because, boolean intoTrash, EventType type) {
        var ticket = because.ticket();
        var events = comments.move(ticket.tenantId(), ticket.id(), intoTrash).stream()
                .map(comment -> DomainEvent.created(type, comment))
                .toList();
        outbox.append(because.actor(), ticket.tenantId(), events);
    }
}
