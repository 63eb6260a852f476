package io.deskwire.tickets.ticket;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.contact.ContactId;
import io.deskwire.tickets.contact.ContactService;
import io.deskwire.tickets.deadline.Deadlines;
import io.deskwire.tickets.ticket.Ticket.Origin;
import io.deskwire.tickets.ticket.Ticket.People;
import io.deskwire.tickets.ticket.TicketRepository.Stored;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
    private static final Actor SYSTEM = Actor.system("sla");

    private final TicketRepository tickets;
    private final ContactService contacts;
    private final TicketPlacement placement;
    private final Clocks clocks;
    private final TicketEvents events;
    private final Clock clock;

    TicketService(
            TicketRepository tickets,
            ContactService contacts,
            TicketPlacement placement,
            Clocks clocks,
            TicketEvents events,
            Clock clock) {
        this.tickets = tickets;
        this.contacts = contacts;
        this.placement = placement;
        this.clocks = clocks;
        this.events = events;
        this.clock = clock;
    }

    /// What tickets ask of service levels, which stand a storey above them. Asked in the transaction of the change, and
    /// answered from memory: a write waits for nothing more because of it.
    public interface Clocks {
        /// The deadlines of a ticket in the version that is about to be written, or was written just now, at the time
        /// of that version.
        Deadlines of(Ticket ticket);

        /// Those of the reply's ticket because of the reply.
        Deadlines after(TicketEvent.Replied reply);

        /// Whether what it answers by is what holds. If not it finds out, and answers by that from then on.
        ///
        /// @param revision of the tenant's policies, as the database has it
        boolean isBy(TenantId tenant, long revision);
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
        var opened = Ticket.opened(new TicketId(Uuid7.next()), tenant, draft, people, actor, clock.instant());
        var ticket = settled(tickets.insert(opened.due(clocks.of(opened)))
                .orElseThrow(() -> externalIdTaken(tenant, draft.origin())));
        events.tell(new TicketEvent.Opened(actor, ticket));
        return ticket;
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

    /// A comment was added to a ticket that [#keep] returned.
    @Transactional(propagation = Propagation.MANDATORY)
    public void replied(Actor actor, Ticket ticket, UUID comment, boolean internal, Instant at) {
        var reply = new TicketEvent.Replied(actor, ticket, comment, internal, at);
        events.tell(reply);
        reckon(reply);
    }

    /// What a reply makes of the deadlines is a change of the ticket, by the system.
    private void reckon(TicketEvent.Replied reply) {
        var kept = reply.ticket();
        if (clocks.after(reply).equals(kept.deadlines())) {
            return;
        }
        var held = toChange(kept.tenantId(), kept.id());
        stored(held, clocks.after(reply.about(held)), reply.at());
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public Ticket update(Caller caller, TicketId id, TicketPatch patch, @Nullable Revision ifMatch) {
        caller.require(Permission.TICKETS_WRITE);
        var before = toChange(caller.requireTenant(), id);
        Revision.check(ifMatch, before.version(), version -> events.changedSince(id, version));
        var actor = caller.actor();
        var now = clock.instant();
        if (seesOwnOnly(caller)) {
            return decided(actor, before, before.changeByRequester(patch, actor, now));
        }
        return changed(actor, before, patch, now);
    }

    /// For what no request asks for.
    @Transactional
    public Ticket update(Actor actor, TenantId tenant, TicketId id, TicketPatch patch) {
        return changed(actor, toChange(tenant, id), patch, clock.instant());
    }

    /// As [#hold], for a sweep that waits for nobody: empty where somebody else is changing the ticket, or it is gone.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Ticket> holdFree(TenantId tenant, TicketId id) {
        return tickets.findFreeToChange(tenant, id);
    }

    /// Whether it is there, held by somebody or not.
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean exists(TenantId tenant, TicketId id) {
        return tickets.find(tenant, id).isPresent();
    }

    /// A ticket that is held, with the deadlines that it has by now. Other ones are a change by the system.
    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket reckon(Ticket held, Instant now) {
        return stored(held, clocks.of(held.due(held.deadlines(), SYSTEM, now)), now);
    }

    /// The same, of one that is still there.
    @Transactional(propagation = Propagation.MANDATORY)
    public void reckon(TenantId tenant, TicketId id, Instant now) {
        tickets.findToChange(tenant, id).ifPresent(held -> reckon(held, now));
    }

    /// The team is told that what is due next is due soon.
    @Transactional(propagation = Propagation.MANDATORY)
    public void warn(Ticket held) {
        events.warn(SYSTEM, held);
    }

    private Ticket toChange(TenantId tenant, TicketId id) {
        return tickets.findToChange(tenant, id).orElseThrow(() -> notFound(id));
    }

    /// Not by requesters, who assign nobody and learn nothing about whom others might.
    private Ticket changed(Actor actor, Ticket before, TicketPatch patch, Instant now) {
        return decided(actor, before, before.change(placement.settled(before, patch), actor, now));
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

    /// What nobody sees is no other version.
    private Ticket stored(Ticket before, Deadlines deadlines, Instant now) {
        if (deadlines.equals(before.deadlines())) {
            return before;
        }
        return deadlines.looksLike(before.deadlines())
                ? corrected(before.due(deadlines))
                : stored(SYSTEM, before, before.due(deadlines, SYSTEM, now));
    }

    private Ticket stored(Actor actor, Ticket before, Ticket wanted) {
        var after = settled(
                tickets.update(wanted.due(clocks.of(wanted))).orElseThrow(() -> Conflict.changedMeanwhile("ticket")));
        events.tell(new TicketEvent.Changed(actor, before, after, events.difference(before, after)));
        return after;
    }

    /// Where the policies that it was written by are no longer those that hold, by these: written once more.
    private Ticket settled(Stored stored) {
        var ticket = stored.ticket();
        if (clocks.isBy(ticket.tenantId(), stored.slaRevision())) {
            return ticket;
        }
        var deadlines = clocks.of(ticket);
        return deadlines.equals(ticket.deadlines()) ? ticket : corrected(ticket.due(deadlines));
    }

    private Ticket corrected(Ticket ticket) {
        return tickets.correct(ticket)
                .orElseThrow(() -> Conflict.changedMeanwhile("ticket"))
                .ticket();
    }

    /// Deletes it with its comments and history. The event is one version on and carries the last image.
    ///
    /// @param ifMatch the version the caller saw; null to delete whatever is there
    @Transactional
    public void delete(Caller caller, TicketId id, @Nullable Revision ifMatch) {
        caller.require(Permission.TICKETS_DELETE);
        caller.require(Permission.TICKETS_WRITE);
        var ticket = tickets.findToRemove(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
        Revision.check(ifMatch, ticket.version(), version -> events.changedSince(id, version));
        events.tell(new TicketEvent.Removed(caller.actor(), ticket));
        if (!tickets.delete(ticket)) {
            throw notFound(id);
        }
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
