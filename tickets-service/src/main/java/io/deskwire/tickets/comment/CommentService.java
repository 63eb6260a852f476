package io.deskwire.tickets.comment;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.comment.Comment.Edition;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.comment.Comment.Words;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketEvent;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketService;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to comments.
///
/// A customer is a caller without `tickets.read`, or the writer of a letter. What customers say and replies that depend
/// on it wait for one another, so that each of them knows what came before.
@Service
public class CommentService {
    private final CommentRepository comments;
    private final TicketService tickets;
    private final Mentions mentions;
    private final Outbox outbox;
    private final Clock clock;

    CommentService(CommentRepository comments, TicketService tickets, Mentions mentions, Outbox outbox, Clock clock) {
        this.comments = comments;
        this.tickets = tickets;
        this.mentions = mentions;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// What is said, and to whom. A comment is written with the commit: until then the database does not show it.
    public record Said(String body, Visibility visibility) {}

    /// The newest comment that the writer has seen; null where they saw none.
    public record LastSeen(@Nullable CommentId id) {}

    /// @param lastSeen a public reply of the team is refused where a customer has written since; null to reply
    ///     whatever there is
    @Transactional
    public Comment create(Caller caller, TicketId ticketId, Said said, @Nullable LastSeen lastSeen) {
        var fromCustomer = isCustomer(caller);
        var guard = fromCustomer || said.visibility() == Visibility.INTERNAL ? null : lastSeen;
        var ticket = fromCustomer || guard != null
                ? tickets.hold(caller, ticketId).ticket()
                : tickets.keep(caller, ticketId);
        if (said.visibility() == Visibility.INTERNAL) {
            caller.require(Permission.COMMENTS_INTERNAL);
        }
        if (guard != null) {
            requireNothingNewer(ticket, guard);
        }
        if (fromCustomer) {
            requireToTakeReplies(caller, ticket);
        } else {
            requireUnmerged(ticket);
        }
        return add(caller.actor(), ticket, fromCustomer, words(said, mentioned(caller, ticket, said.body())));
    }

    /// For what comments without a request, such as a trigger or a letter.
    ///
    /// What a letter says is never refused: where its ticket takes no replies it is said where the conversation of
    /// the same requester goes on, or in a new ticket that follows up.
    @Transactional
    public Comment create(Actor actor, TenantId tenant, TicketId ticketId, Said said) {
        var words = words(said, mentions.known(tenant, said.body()));
        if (actor.kind() == Actor.Kind.MAIL) {
            return add(actor, toReplyTo(actor, tenant, ticketId), true, words);
        }
        var ticket = tickets.keep(tenant, ticketId);
        requireUnmerged(ticket);
        return add(actor, ticket, false, words);
    }

    private Ticket toReplyTo(Actor writer, TenantId tenant, TicketId ticketId) {
        var asked = tickets.get(tenant, ticketId);
        var goesOn = tickets.whereItGoesOn(tenant, ticketId)
                .filter(last -> last.people().areAskedBySame(asked.people()))
                .orElse(asked);
        var held = tickets.hold(tenant, goesOn.id()).ticket();
        return takesReplies(held) ? held : tickets.followUp(writer, held);
    }

    private Comment add(Actor actor, Ticket ticket, boolean fromCustomer, Words words) {
        var comment = new Comment(
                new CommentId(Uuid7.next()),
                ticket.tenantId(),
                ticket.id(),
                actor.subject(),
                fromCustomer,
                words,
                Edition.first(clock.instant()),
                ticket.people().requesterUser());
        comments.insert(comment);
        outbox.created(actor, EventType.COMMENT_CREATED, comment);
        tickets.replied(new TicketEvent.Replied(
                actor,
                ticket,
                fromCustomer,
                comment.id().value(),
                words.visibility() == Visibility.INTERNAL,
                comment.edition().createdAt()));
        return comment;
    }

    private static Words words(Said said, List<UserId> mentions) {
        return new Words(said.visibility(), said.body(), mentions);
    }

    /// Customers mention nobody: they do not learn who is on the team.
    private List<UserId> mentioned(Caller caller, Ticket ticket, String body) {
        return isCustomer(caller) ? List.of() : mentions.checked(ticket.tenantId(), body);
    }

    private static boolean isCustomer(Caller caller) {
        return !caller.may(Permission.TICKETS_READ);
    }

    private static void requireUnmerged(Ticket ticket) {
        var target = ticket.ends().mergedInto();
        if (target != null) {
            throw new Conflict(
                    "ticket-merged",
                    "the ticket was merged into %s; write there".formatted(target),
                    Map.of("merged_into", target));
        }
    }

    /// The other ticket is named to a customer who sees it, and is no way out for any other.
    private void requireToTakeReplies(Caller caller, Ticket ticket) {
        var target = ticket.ends().mergedInto();
        if (target != null && tickets.isSeen(caller, target)) {
            requireUnmerged(ticket);
        }
        if (!takesReplies(ticket)) {
            throw new Conflict(
                    "ticket-closed",
                    "the ticket is closed and takes no replies; open a new ticket and name this one as follow_up_of");
        }
    }

    private static boolean takesReplies(Ticket ticket) {
        return ticket.content().status().takesReplies();
    }

    private void requireNothingNewer(Ticket ticket, LastSeen lastSeen) {
        comments.newestOfCustomer(ticket.tenantId(), ticket.id(), lastSeen.id()).ifPresent(newer -> {
            throw new Conflict(
                    "newer-comment",
                    "the customer has written since; read comment %s, then send it as last_seen_comment_id, or set force"
                            .formatted(newer),
                    Map.of("newest_comment_id", newer));
        });
    }

    /// Of the ticket and of those that were merged into it, oldest first; internal ones are skipped for those who may
    /// not see them.
    @Transactional(readOnly = true)
    public Page<Comment> list(Caller caller, TicketId ticketId, PageRequest page) {
        var ticket = tickets.get(caller, ticketId);
        return page.page(comments.page(ticket.tenantId(), ticketId, page), comment -> Cursor.of(comment.id()));
    }

    @Transactional(readOnly = true)
    public Comment get(Caller caller, TicketId ticketId, CommentId id) {
        return found(tickets.get(caller, ticketId), id);
    }

    /// By its author, for a while. What it said before is kept.
    ///
    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public Comment edit(Caller caller, TicketId ticketId, CommentId id, String body, @Nullable Revision ifMatch) {
        var ticket = tickets.keep(caller, ticketId);
        if (!found(ticket, id).isBy(caller.actor())) {
            throw new Forbidden("not-author", "only its author may change a comment; write another one");
        }
        var before = comments.findToEdit(ticket.tenantId(), ticketId, id).orElseThrow(() -> notFound(id));
        Revision.check(ifMatch, before.version(), version -> outbox.changedSince(id.value(), version));
        var now = clock.instant();
        if (!before.isEditable(now)) {
            throw new Conflict(
                    "edit-too-late",
                    "a comment can be changed for %d minutes; write another one"
                            .formatted(Comment.EDITABLE.toMinutes()));
        }
        if (body.equals(before.words().body())) {
            return before;
        }
        var after = before.saying(body, mentioned(caller, ticket, body), now);
        if (!comments.update(after)) {
            throw Conflict.changedMeanwhile("comment");
        }
        comments.keep(before);
        outbox.changed(caller.actor(), EventType.COMMENT_UPDATED, before, after);
        return after;
    }

    /// What it said before, oldest first; for those who see the comment and read all tickets.
    @Transactional(readOnly = true)
    public Page<CommentEdit> edits(Caller caller, TicketId ticketId, CommentId id, PageRequest page) {
        caller.require(Permission.TICKETS_READ);
        var comment = found(tickets.get(caller, ticketId), id);
        return page.page(comments.edits(comment, page), edit -> Cursor.of(edit.version()));
    }

    /// With what it said before.
    ///
    /// @param ifMatch the version the caller saw; null to delete whatever is there
    @Transactional
    public void delete(Caller caller, TicketId ticketId, CommentId id, @Nullable Revision ifMatch) {
        caller.require(Permission.TICKETS_DELETE);
        var comment = found(tickets.keep(caller, ticketId), id);
        Revision.check(ifMatch, comment.version(), version -> outbox.changedSince(id.value(), version));
        if (!comments.delete(comment)) {
            throw Conflict.changedMeanwhile("comment");
        }
        outbox.append(
                caller.actor(), comment.tenantId(), List.of(DomainEvent.removed(EventType.COMMENT_DELETED, comment)));
    }

    /// Moves some that the caller sees to another ticket of the same requester.
    ///
    /// @param from held by the transaction
    @Transactional(propagation = Propagation.MANDATORY)
    public void split(Caller caller, Ticket from, Ticket to, List<CommentId> ids) {
        requireUnmerged(from);
        var before = comments.findAll(from.tenantId(), from.id(), ids).stream()
                .collect(Collectors.toMap(Comment::id, comment -> comment));
        ids.stream().filter(id -> !before.containsKey(id)).findFirst().ifPresent(id -> {
            throw Malformed.field("comment_ids", "%s is no comment on this ticket".formatted(id));
        });
        var moved = comments.split(from, to.id(), ids);
        if (moved.size() != before.size()) {
            throw Conflict.changedMeanwhile("comment");
        }
        outbox.append(
                caller.actor(),
                from.tenantId(),
                moved.stream()
                        .map(after -> DomainEvent.changed(
                                EventType.COMMENT_UPDATED, Objects.requireNonNull(before.get(after.id())), after))
                        .toList());
    }

    private Comment found(Ticket ticket, CommentId id) {
        return comments.find(ticket.tenantId(), ticket.id(), id).orElseThrow(() -> notFound(id));
    }

    private static NotFound notFound(CommentId id) {
        return new NotFound("comment", id);
    }
}
