package io.deskwire.tickets.comment;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.ticket.Ticket;
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

    /// What is said, and to whom. A comment is written with the commit: until then the database does not show it.
    public record Said(String body, Visibility visibility) {}

    @Transactional
    public Comment create(Caller caller, TicketId ticketId, Said said) {
        var ticket = tickets.keep(caller, ticketId);
        if (said.visibility() == Visibility.INTERNAL) {
            caller.require(Permission.COMMENTS_INTERNAL);
        }
        return add(caller.actor(), ticket, said);
    }

    /// For what comments without a request, such as a trigger.
    @Transactional
    public Comment create(Actor actor, TenantId tenant, TicketId ticketId, Said said) {
        return add(actor, tickets.keep(tenant, ticketId), said);
    }

    private Comment add(Actor actor, Ticket ticket, Said said) {
        var comment = new Comment(
                new CommentId(Uuid7.next()),
                ticket.tenantId(),
                ticket.id(),
                actor.subject(),
                said.visibility(),
                said.body(),
                1,
                clock.instant(),
                ticket.people().requesterUser());
        comments.insert(comment);
        outbox.created(actor, EventType.COMMENT_CREATED, comment);
        tickets.replied(
                actor, ticket, comment.id().value(), said.visibility() == Visibility.INTERNAL, comment.createdAt());
        return comment;
    }

    /// Oldest first; internal ones are skipped for those who may not see them.
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
}
