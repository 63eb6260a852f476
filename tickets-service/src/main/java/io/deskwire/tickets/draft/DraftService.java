package io.deskwire.tickets.draft;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.draft.Draft.Text;
import io.deskwire.tickets.leaver.PersonLeft;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketService;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to drafts: one of each person on each ticket, erased with either.
@Service
class DraftService {
    private final DraftRepository drafts;
    private final TicketService tickets;
    private final Outbox outbox;
    private final Clock clock;

    DraftService(DraftRepository drafts, TicketService tickets, Outbox outbox, Clock clock) {
        this.drafts = drafts;
        this.tickets = tickets;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// The caller's own.
    @Transactional(readOnly = true)
    Draft get(Caller caller, TicketId ticketId) {
        var writer = writer(caller);
        var ticket = tickets.get(caller, ticketId);
        return drafts.find(ticket.tenantId(), ticketId, writer).orElseThrow(() -> notFound(ticketId));
    }

    /// Begins one, or goes on writing. Of two at once the later one stays.
    ///
    /// @param ifMatch the version the caller saw; null to write over whatever is there
    @Transactional
    Draft put(Caller caller, TicketId ticketId, Text text, @Nullable Revision ifMatch) {
        var writer = writer(caller);
        if (text.visibility() == Visibility.INTERNAL) {
            caller.require(Permission.COMMENTS_INTERNAL);
        }
        var ticket = tickets.keep(caller, ticketId);
        var known = drafts.findToChange(ticket.tenantId(), ticketId, writer);
        if (known.isEmpty()) {
            Revision.check(ifMatch, 0, _ -> List.of());
            var begun = begun(ticket, writer, text);
            if (drafts.insert(begun)) {
                outbox.created(caller.actor(), EventType.DRAFT_CREATED, begun);
                return begun;
            }
            known = drafts.findToChange(ticket.tenantId(), ticketId, writer);
        }
        return changed(caller.actor(), known.orElseThrow(() -> Conflict.changedMeanwhile("draft")), text, ifMatch);
    }

    private Draft begun(Ticket ticket, UserId writer, Text text) {
        return new Draft(new DraftId(Uuid7.next()), ticket.tenantId(), ticket.id(), writer, text, 1, clock.instant());
    }

    private Draft changed(Actor actor, Draft before, Text text, @Nullable Revision ifMatch) {
        Revision.check(
                ifMatch,
                before.version(),
                version -> outbox.changedSince(before.id().value(), version));
        if (text.equals(before.text())) {
            return before;
        }
        var after = before.next(text, clock.instant());
        if (!drafts.update(after)) {
            throw Conflict.changedMeanwhile("draft");
        }
        outbox.changed(actor, EventType.DRAFT_UPDATED, before, after);
        return after;
    }

    /// @param ifMatch the version the caller saw; null to delete whatever is there
    @Transactional
    void delete(Caller caller, TicketId ticketId, @Nullable Revision ifMatch) {
        var writer = writer(caller);
        var ticket = tickets.keep(caller, ticketId);
        var draft = drafts.findToChange(ticket.tenantId(), ticketId, writer).orElseThrow(() -> notFound(ticketId));
        Revision.check(
                ifMatch,
                draft.version(),
                version -> outbox.changedSince(draft.id().value(), version));
        if (!drafts.delete(draft)) {
            throw notFound(ticketId);
        }
        tellRemoved(caller.actor(), draft.tenantId(), List.of(draft));
    }

    /// Their drafts go with them.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(PersonLeft left) {
        tellRemoved(Actor.system("member-left"), left.tenant(), drafts.deleteAll(left.tenant(), left.user()));
    }

    private void tellRemoved(Actor actor, TenantId tenant, List<Draft> gone) {
        outbox.append(
                actor,
                tenant,
                gone.stream()
                        .map(draft -> DomainEvent.removed(EventType.DRAFT_DELETED, draft))
                        .toList());
    }

    /// Whose drafts are asked for.
    private static UserId writer(Caller caller) {
        caller.require(Permission.TICKETS_WRITE);
        caller.requireTenant();
        var subject = caller.actor().subject();
        if (subject == null) {
            throw new Forbidden("not-a-person", "a draft belongs to its writer; sign in as a person or service user");
        }
        return subject;
    }

    private static NotFound notFound(TicketId ticket) {
        return new NotFound("draft on ticket", ticket);
    }
}
