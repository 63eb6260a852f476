package io.deskwire.tickets.ticket;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.FieldError;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.contact.ContactId;
import io.deskwire.tickets.contact.ContactService;
import io.deskwire.tickets.platform.CustomFields;
import io.deskwire.tickets.ticket.Ticket.Origin;
import io.deskwire.tickets.ticket.Ticket.People;
import io.deskwire.tickets.ticket.TicketRepository.Fielded;
import io.deskwire.tickets.ticketfield.TicketFields;
import io.deskwire.tickets.ticketfield.Writer;
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
/// A caller with `tickets.read` sees all of the tenant's; one without it (a client) sees those they created, without
/// the values of custom fields that are not for clients. A transaction takes its locks in one order: contacts, then
/// tickets.
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
        return open(actor, tenant, draft, People.asking(contact(actor, tenant, draft), null), Writer.SYSTEM);
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
                People.asking(requester, seesOwnOnly(caller) ? caller.subject() : null),
                seesOwnOnly(caller) ? Writer.CLIENT : Writer.STAFF);
    }

    /// The tenant's fields come with the INSERT: what does not fit them undoes it, and skips a number.
    private Ticket open(Actor actor, TenantId tenant, TicketDraft draft, People people, Writer writer) {
        var wanted = Ticket.opened(new TicketId(Uuid7.next()), tenant, draft, people, actor, clock.instant());
        var opened = tickets.insert(wanted).orElseThrow(() -> externalIdTaken(tenant, draft.origin()));
        var ticket = opened.ticket();
        requireFit(opened.fields().misfitsOfNew(ticket.content().customFields(), writer));
        tell(new TicketEvent.Opened(actor, ticket), opened.fields());
        return writer == Writer.CLIENT ? ticket.asClientsSee(opened.fields()) : ticket;
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
        var tenant = caller.requireTenant();
        return (seesOwnOnly(caller)
                        ? tickets.findWithFields(tenant, id).map(Fielded::asClientsSee)
                        : tickets.find(tenant, id))
                .orElseThrow(() -> notFound(id));
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
        return toChange(caller.requireTenant(), id).ticket();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket keep(TenantId tenant, TicketId id) {
        return tickets.findToKeep(tenant, id).orElseThrow(() -> notFound(id));
    }

    /// A comment was added to a ticket that [#keep] returned.
    @Transactional(propagation = Propagation.MANDATORY)
    public void replied(Actor actor, Ticket ticket, UUID comment, boolean internal, Instant at) {
        tell(new TicketEvent.Replied(actor, ticket, comment, internal, at), TicketFields.NONE);
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public Ticket update(Caller caller, TicketId id, TicketPatch patch, @Nullable Revision ifMatch) {
        caller.require(Permission.TICKETS_WRITE);
        var before = toChange(caller.requireTenant(), id);
        Revision.check(ifMatch, before.ticket().version(), version -> outbox.changedSince(id.value(), version));
        return seesOwnOnly(caller)
                ? changedByRequester(caller.actor(), before, patch)
                : changed(caller.actor(), before, patch, Writer.STAFF);
    }

    /// For what no request asks for.
    @Transactional
    public Ticket update(Actor actor, TenantId tenant, TicketId id, TicketPatch patch) {
        return changed(actor, toChange(tenant, id), patch, Writer.SYSTEM);
    }

    private Fielded toChange(TenantId tenant, TicketId id) {
        return tickets.findToChange(tenant, id).orElseThrow(() -> notFound(id));
    }

    /// Not by requesters, who assign nobody and learn nothing about whom others might.
    private Ticket changed(Actor actor, Fielded before, TicketPatch patch, Writer writer) {
        var ticket = before.ticket();
        requireFit(before.fields(), ticket.content(), patch.applied(ticket.content()), writer);
        return decided(actor, before, ticket.change(placement.settled(ticket, patch), actor, clock.instant()));
    }

    /// By what the requester sees: naming a hidden value changes it, whether or not the guess is right.
    private Ticket changedByRequester(Actor actor, Fielded before, TicketPatch patch) {
        var seen = before.asClientsSee().content();
        var wanted = patch.applied(seen);
        var changes = CustomFields.changes(seen.customFields(), wanted.customFields());
        if (!changes.isEmpty() && !before.fields().defined()) {
            return decided(actor, before, Ticket.notForRequester());
        }
        requireFit(before.fields(), seen, wanted, Writer.CLIENT);
        var decision =
                before.ticket().changeByRequester(patch.withCustomFields(null), changes, actor, clock.instant());
        return decided(actor, before, decision).asClientsSee(before.fields());
    }

    private static void requireFit(TicketFields fields, TicketContent before, TicketContent wanted, Writer writer) {
        requireFit(fields.misfitsOfChange(before.customFields(), wanted.customFields(), wanted.ends(before), writer));
    }

    private static void requireFit(List<FieldError> misfits) {
        if (!misfits.isEmpty()) {
            throw new Malformed(misfits);
        }
    }

    private Ticket decided(Actor actor, Fielded before, Decision decision) {
        return switch (decision) {
            case Decision.Changed(var after) -> stored(actor, before, after);
            case Decision.Unchanged() -> before.ticket();
            case Decision.Impossible(var code, var message) -> throw new Conflict(code, message);
            case Decision.Misfit(var errors) -> throw new Malformed(errors);
            case Decision.NotForRequester(var message) -> throw new Forbidden("not-for-requester", message);
        };
    }

    private Ticket stored(Actor actor, Fielded before, Ticket wanted) {
        var after = tickets.update(wanted).orElseThrow(() -> Conflict.changedMeanwhile("ticket"));
        var difference = outbox.difference(before.ticket(), after);
        tell(new TicketEvent.Changed(actor, before.ticket(), after, difference), before.fields());
        return after;
    }

    /// Deletes it with its comments and history. The event is one version on and carries the last image.
    ///
    /// @param ifMatch the version the caller saw; null to delete whatever is there
    @Transactional
    public void delete(Caller caller, TicketId id, @Nullable Revision ifMatch) {
        caller.require(Permission.TICKETS_DELETE);
        caller.require(Permission.TICKETS_WRITE);
        var found = tickets.findToRemove(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
        var ticket = found.ticket();
        Revision.check(ifMatch, ticket.version(), version -> outbox.changedSince(id.value(), version));
        tell(new TicketEvent.Removed(caller.actor(), ticket), found.fields());
        if (!tickets.delete(ticket)) {
            throw notFound(id);
        }
    }

    private void tell(TicketEvent event, TicketFields fields) {
        listeners.forEach(listener -> listener.on(event));
        var told = event.told(fields);
        if (!told.isEmpty()) {
            outbox.append(event.actor(), event.ticket().tenantId(), told);
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
