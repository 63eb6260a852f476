package io.deskwire.tickets.comment;

import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketService;
import java.time.Clock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to comments.
@Service
public class CommentService {
    private final CommentRepository comments;
    private final TicketService tickets;
    private final Outbox outbox;
    private final Clock clock;

    CommentService(CommentRepository comments, TicketService tickets, Outbox outbox, Clock clock) {
        this.comments = comments;
        this.tickets = tickets;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    public Comment create(Caller caller, TicketId ticketId, String body, Visibility visibility) {
        var ticket = tickets.keep(caller, ticketId);
        if (visibility == Visibility.INTERNAL) {
            caller.require(Permission.COMMENTS_INTERNAL);
        }
        var comment = new Comment(
                new CommentId(Uuid7.next()),
                ticket.tenantId(),
                ticketId,
                caller.subject(),
                visibility,
                body,
                1,
                clock.instant(),
                ticket.requesterUser());
        comments.insert(comment);
        outbox.append(
                comment.tenantId(),
                DomainEvent.of(
                        EventType.COMMENT_CREATED,
                        comment.id().value(),
                        comment.version(),
                        audience(comment),
                        comment));
        return comment;
    }

    /// Oldest first; internal ones are left out for those who may not see them.
    @Transactional(readOnly = true)
    public Page<Comment> list(Caller caller, TicketId ticketId, PageRequest page) {
        var ticket = tickets.get(caller, ticketId);
        return page.page(comments.page(ticket.tenantId(), ticketId, page), comment -> Cursor.of(comment.id()));
    }

    @Transactional(readOnly = true)
    public Comment get(Caller caller, TicketId ticketId, CommentId id) {
        var ticket = tickets.get(caller, ticketId);
        return comments.find(ticket.tenantId(), ticketId, id).orElseThrow(() -> new NotFound("comment", id));
    }

    /// The rule of the row's policy.
    static Audience audience(Comment comment) {
        return switch (comment.visibility()) {
            case PUBLIC -> Audience.of(Permission.TICKETS_READ, comment.requesterUser());
            case INTERNAL -> Audience.of(Permission.COMMENTS_INTERNAL);
        };
    }
}
