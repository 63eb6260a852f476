package io.deskwire.tickets.comment;

import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.ticket.TicketEvent;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Comments go with their ticket; each is told to those who could see it.
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
            case TicketEvent.Removed(var actor, var ticket) -> {
                var events = comments.toRemove(ticket.tenantId(), ticket.id()).stream()
                        .map(comment -> DomainEvent.removed(EventType.COMMENT_DELETED, comment))
                        .toList();
                outbox.append(actor, ticket.tenantId(), events);
            }
            case TicketEvent.Opened _, TicketEvent.Changed _, TicketEvent.Replied _ -> {
                // comments stay as they are
            }
        }
    }
}
