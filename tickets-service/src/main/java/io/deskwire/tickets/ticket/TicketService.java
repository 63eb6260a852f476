package io.deskwire.tickets.ticket;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.contact.ContactId;
import io.deskwire.tickets.contact.ContactService;
import io.deskwire.tickets.ticket.Ticket.Ends;
import io.deskwire.tickets.ticket.Ticket.Origin;
import io.deskwire.tickets.ticket.Ticket.People;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to tickets. A method that takes a `Caller` serves a request and asks what the caller may; one that takes an
/// `Actor` is for triggers, letters and sweeps, which have asked already or act for the system.
///
/// A caller with `tickets.read` sees all of the tenant's; one without it (a client) sees those they created. A
/// transaction takes its locks in one order: contacts, then tickets.
@Service
public class TicketService {
    private final TicketRepository tickets;
    private final ContactService contacts;
    private final TicketPlacement placement;
    private final List<TicketEvent.Listener> listeners;
    private final Outbox outbox;
    private final Clock clock;

    TicketService(
            TicketRepository tickets,
            ContactService contacts,
            TicketPlacement placement,
            List<TicketEvent.Listener> listeners,
            Outbox outbox,
            Clock clock) {
        this.tickets = tickets;
        this.contacts = contacts;
        this.placement = placement;
        this.listeners = listeners;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    public Ticket create(Caller caller, TicketDraft draft) {
        requireToOpen(caller, draft);
        return open(caller, draft, contact(caller.actor(), caller.requireTenant(), draft));
    }

    @Transactional
    public Ticket create(Actor actor, TenantId tenant, TicketDraft draft) {
        return open(actor, tenant, draft, People.asking(contact(actor, tenant, draft), null));
    }

    /// Naming other people or another system's ids is for those who see everybody's tickets.
    public static void requireToOpen(Caller caller, TicketDraft draft) {
        caller.require(Permission.TICKETS_WRITE);
        caller.requireTenant();
        if (seesOwnOnly(caller) && draft.namesOthers()) {
            throw new Forbidden(
                    "forbidden", "naming a requester, a channel or a source needs the permission tickets.read");
        }
    }

    /// The draft's requester, made where they are new.
    @Transactional(propagation = Propagation.MANDATORY)
    public @Nullable ContactId contact(Actor actor, TenantId tenant, TicketDraft draft) {
        var requester = draft.requester();
        return requester == null
                ? null
                : contacts.named(actor, tenant, List.of(requester)).get(requester.email());
    }

    /// @param requester found before, so that a transaction takes its locks in one order
    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket open(Caller caller, TicketDraft draft, @Nullable ContactId requester) {
        return open(
                caller.actor(),
                caller.requireTenant(),
                draft,
                People.asking(requester, seesOwnOnly(caller) ? caller.subject() : null));
    }

    private Ticket open(Actor actor, TenantId tenant, TicketDraft draft, People people) {
        requireToFollowUp(tenant, draft.origin().followUpOf());
        var opened = Ticket.opened(new TicketId(Uuid7.next()), tenant, draft, people, actor, clock.instant());
        var ticket = tickets.insert(opened).orElseThrow(() -> externalIdTaken(tenant, draft.origin()));
        tell(new TicketEvent.Opened(actor, ticket));
        return ticket;
    }

    /// Only a closed ticket is followed up; any other takes replies.
    private void requireToFollowUp(TenantId tenant, @Nullable TicketId earlier) {
        if (earlier == null) {
            return;
        }
        var ticket = tickets.find(tenant, earlier)
                .orElseThrow(() -> Malformed.field("follow_up_of", "ticket %s does not exist".formatted(earlier)));
        if (ticket.content().status().takesReplies()) {
            throw new Conflict(
                    "not-closed",
                    "ticket #%d is not closed; reply to it instead".formatted(ticket.number()));
        }
    }

    /// Names the ticket where the caller sees it.
    private Conflict externalIdTaken(TenantId tenant, Origin origin) {
        var existing = find(tenant, origin);
        return new Conflict(
                "external-id-taken",
                "'%2$s' has a ticket '%1$s' already; change that one, or use another external id"
                        .formatted(origin.externalId(), origin.source()),
                existing.<Map<String, Object>>map(id -> Map.of("existing_id", id))
                        .orElse(Map.of()));
    }

    /// The ticket that the source calls so, where the current transaction sees it.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<TicketId> find(TenantId tenant, Origin origin) {
        return origin.source() == null || origin.externalId() == null
                ? Optional.empty()
                : tickets.findId(tenant, origin.source(), origin.externalId());
    }

    @Transactional(readOnly = true)
    public Ticket get(Caller caller, TicketId id) {
        requireToRead(caller);
        return tickets.find(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
    }

    /// The ticket, which nobody deletes until the transaction ends: for what is added to it.
    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket keep(Caller caller, TicketId id) {
        caller.require(Permission.TICKETS_WRITE);
        return keep(caller.requireTenant(), id);
    }

    /// The ticket, which nobody else changes until the transaction ends: for a change that depends on what it is.
    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket hold(Caller caller, TicketId id) {
        caller.require(Permission.TICKETS_WRITE);
        return toChange(caller.requireTenant(), id);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket keep(TenantId tenant, TicketId id) {
        return tickets.findToKeep(tenant, id).orElseThrow(() -> notFound(id));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket hold(TenantId tenant, TicketId id) {
        return toChange(tenant, id);
    }

    /// A comment was added to a ticket that [#keep] returned, or [#hold] where a customer wrote it: that may reopen it.
    @Transactional(propagation = Propagation.MANDATORY)
    public void replied(TicketEvent.Replied reply) {
        var before = reply.ticket();
        tell(
                reply.fromCustomer() && !reply.internal()
                        ? reply.about(decided(
                                reply.actor(), before, before.answeredByCustomer(reply.actor(), reply.at())))
                        : reply);
    }

    /// Requesters assign nobody, and learn nothing about whom others might.
    ///
    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public Ticket update(Caller caller, TicketId id, TicketPatch patch, @Nullable Revision ifMatch) {
        caller.require(Permission.TICKETS_WRITE);
        var before = toChange(caller.requireTenant(), id);
        Revision.check(ifMatch, before.version(), version -> outbox.changedSince(id.value(), version));
        var actor = caller.actor();
        var now = clock.instant();
        if (seesOwnOnly(caller)) {
            return decided(actor, before, before.changeByRequester(patch, actor, now));
        }
        var settled = placement.settled(before, patch);
        return decided(
                actor,
                before,
                caller.may(Permission.TICKETS_DELETE)
                        ? before.changeByAdmin(settled, actor, now)
                        : before.change(settled, actor, now));
    }

    /// For what no request asks for.
    @Transactional
    public Ticket update(Actor actor, TenantId tenant, TicketId id, TicketPatch patch) {
        var before = toChange(tenant, id);
        return decided(actor, before, before.change(placement.settled(before, patch), actor, clock.instant()));
    }

    private Ticket toChange(TenantId tenant, TicketId id) {
        return tickets.findToChange(tenant, id).orElseThrow(() -> notFound(id));
    }

    private Ticket decided(Actor actor, Ticket before, Decision decision) {
        return switch (decision) {
            case Decision.Changed(var after) -> stored(actor, before, after);
            case Decision.Unchanged() -> before;
            case Decision.Impossible(var code, var message) -> throw new Conflict(code, message);
            case Decision.Misfit(var errors) -> throw new Malformed(errors);
            case Decision.NotForRequester(var message) -> throw new Forbidden("not-for-requester", message);
        };
    }

    private Ticket stored(Actor actor, Ticket before, Ticket wanted) {
        var after = stored(wanted);
        tell(new TicketEvent.Changed(actor, before, after, outbox.difference(before, after)));
        return after;
    }

    private Ticket stored(Ticket wanted) {
        return tickets.update(wanted).orElseThrow(() -> Conflict.changedMeanwhile("ticket"));
    }

    /// Puts it into the trash. The event is one version on and carries the image before it.
    ///
    /// @param ifMatch the version the caller saw; null to delete whatever is there
    @Transactional
    public void delete(Caller caller, TicketId id, @Nullable Revision ifMatch) {
        requireToSeeTrash(caller);
        caller.require(Permission.TICKETS_WRITE);
        var before = tickets.findToRemove(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
        Revision.check(ifMatch, before.version(), version -> outbox.changedSince(id.value(), version));
        var actor = caller.actor();
        var after = stored(before.deleted(actor, clock.instant()));
        tell(new TicketEvent.Removed(actor, before, after, outbox.difference(before, after)));
    }

    /// Two tickets that depend on each other.
    public record Two(Ticket ticket, Ticket other) {}

    /// Nobody else changes either until the transaction ends. Those who hold the same two wait for one another in one
    /// direction.
    ///
    /// @param field names the other in the request
    @Transactional(propagation = Propagation.MANDATORY)
    public Two holdBoth(Caller caller, TicketId id, String field, TicketId other) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.TICKETS_WRITE);
        var held = Stream.of(id, other)
                .distinct()
                .sorted(Comparator.comparing(TicketId::value))
                .flatMap(each -> tickets.findToChange(caller.requireTenant(), each).stream())
                .collect(Collectors.toMap(Ticket::id, each -> each));
        var ticket = held.get(id);
        if (ticket == null) {
            throw notFound(id);
        }
        var second = held.get(other);
        if (second == null || id.equals(other)) {
            throw Malformed.field(field, "%s is no other ticket of this tenant".formatted(other));
        }
        return new Two(ticket, second);
    }

    /// Closes the ticket, because its conversation goes on in the other, which its followers follow from now on.
    ///
    /// @return the other
    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket merge(Actor actor, Two held) {
        var now = clock.instant();
        var before = held.ticket();
        var after = stored(before.merged(held.other().id(), actor, now));
        tell(new TicketEvent.Merged(actor, before, after, outbox.difference(before, after)));
        var followers = Stream.of(held.other(), before)
                .flatMap(ticket -> ticket.people().followers().stream())
                .distinct()
                .limit(TicketPatch.MAX_FOLLOWERS)
                .toList();
        return decided(
                actor, held.other(), held.other().change(TicketPatch.none().followedBy(followers), actor, now));
    }

    /// @param held by the transaction
    /// @param status and `former`: as they were before it was merged
    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket unmerge(Actor actor, Ticket held, TicketStatus status, Ends former) {
        var after = stored(held.unmerged(status, former, actor, clock.instant()));
        tell(new TicketEvent.Unmerged(actor, held, after, outbox.difference(held, after)));
        return after;
    }

    /// A new ticket of the same requester.
    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket openBeside(Caller caller, Ticket other, String subject) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.TICKETS_WRITE);
        var origin = new Origin(other.origin().channel(), null, null, null);
        var people = other.people();
        return open(
                caller.actor(),
                other.tenantId(),
                new TicketDraft(TicketPatch.titled(subject), null, origin),
                People.asking(people.requesterId(), people.requesterUser()));
    }

    /// Takes it out of the trash, as it was when it came there.
    ///
    /// @param trashed held by the transaction
    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket restore(Actor actor, Ticket trashed) {
        var after = storedAgain(trashed.restored(actor, clock.instant()));
        tell(new TicketEvent.Restored(actor, trashed, after, outbox.difference(trashed, after)));
        return after;
    }

    private Ticket storedAgain(Ticket wanted) {
        try {
            return stored(wanted);
        } catch (DuplicateKeyException _) {
            throw new Conflict(
                    "external-id-taken",
                    "'%2$s' has another ticket '%1$s' by now; delete that one first, or leave this one in the trash"
                            .formatted(
                                    wanted.origin().externalId(),
                                    wanted.origin().source()));
        }
    }

    /// Deletes it for good, with its comments and history.
    ///
    /// @param trashed in the trash, held by the transaction
    @Transactional(propagation = Propagation.MANDATORY)
    public void purge(Actor actor, Ticket trashed) {
        tell(new TicketEvent.Purged(actor, trashed));
        if (!tickets.delete(trashed)) {
            throw notFound(trashed.id());
        }
    }

    private void tell(TicketEvent event) {
        listeners.forEach(listener -> listener.on(event));
        var told = event.told();
        if (!told.isEmpty()) {
            outbox.append(event.actor(), event.ticket().tenantId(), told);
        }
    }

    public static void requireToSeeTrash(Caller caller) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.TICKETS_DELETE);
    }

    public static void requireToRead(Caller caller) {
        if (!caller.may(Permission.TICKETS_READ_OWN)) {
            caller.require(Permission.TICKETS_READ);
        }
    }

    private static boolean seesOwnOnly(Caller caller) {
        return !caller.may(Permission.TICKETS_READ);
    }

    private static NotFound notFound(TicketId id) {
        return new NotFound("ticket", id);
    }
}
