package io.deskwire.tickets.comment;

import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketCompanion;
import org.springframework.stereotype.Component;

/// Comments go with their ticket; each is told to those who could see it.
@Component
class CommentRemoval implements TicketCompanion {
    private final CommentRepository comments;
    private final Outbox outbox;

    CommentRemoval(CommentRepository comments, Outbox outbox) {
        this.comments = comments;
        this.outbox = outbox;
    }

    @Override
    public void removedWith(Ticket ticket) {
        for (var comment : comments.toRemove(ticket.id())) {
            outbox.append(
                    comment.tenantId(),
                    DomainEvent.of(
                            EventType.COMMENT_DELETED,
                            comment.id().value(),
                            comment.version() + 1,
                            CommentService.audience(comment),
                            comment));
        }
    }
}
