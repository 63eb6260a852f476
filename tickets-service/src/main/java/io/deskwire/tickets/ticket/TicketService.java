package io.deskwire.tickets.ticket;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
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
import io.deskwire.tickets.ticket.LiveTickets.Two;
import io.deskwire.tickets.ticket.Ticket.Origin;
import io.deskwire.tickets.ticket.Ticket.People;
import io.deskwire.tickets.ticket.TicketColumns.Fielded;
import io.deskwire.tickets.ticket.TicketStatus.Mover;
import io.deskwire.tickets.ticketfield.TicketFields;
import io.deskwire.tickets.ticketfield.Writer;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final LiveTickets live;
    private final Clock clock;

    TicketService(
            TicketRepository tickets,
            ContactService contacts,
            TicketPlacement placement,
            LiveTickets live,
            Clock clock) {
        this.tickets = tickets;
        this.contacts = contacts;
        this.placement = placement;
        this.live = live;
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
        requireToFollowUp(tenant, draft.origin().followUpOf());
        var wanted = Ticket.opened(new TicketId(Uuid7.next()), tenant, draft, people, actor, clock.instant());
        var opened = live.insert(wanted).orElseThrow(() -> externalIdTaken(tenant, draft.origin()));
        var ticket = opened.ticket();
        requireFit(opened.fields().misfitsOfNew(ticket.content().customFields(), writer));
        live.tell(new TicketEvent.Opened(actor, ticket), opened.fields());
        return writer == Writer.CLIENT ? opened.asClientsSee() : ticket;
    }

    /// A new ticket of the same requester. It has no custom fields, and nobody to ask for those that a new one needs.
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
                People.asking(people.requesterId(), people.requesterUser()),
                Writer.SYSTEM);
    }

    /// A new ticket of the same requester and subject that goes on from a closed one. It has no custom fields.
    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket followUp(Actor actor, Ticket closed) {
        var people = closed.people();
        return open(
                actor,
                closed.tenantId(),
                new TicketDraft(
                        TicketPatch.titled(closed.content().subject()),
                        null,
                        new Origin(null, null, null, closed.id())),
                People.asking(people.requesterId(), people.requesterUser()),
                Writer.SYSTEM);
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
                    "not-closed", "ticket #%d is not closed; reply to it instead".formatted(ticket.number()));
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
        var tenant = caller.requireTenant();
        return (seesOwnOnly(caller)
                        ? tickets.findWithFields(tenant, id).map(Fielded::asClientsSee)
                        : tickets.find(tenant, id))
                .orElseThrow(() -> notFound(id));
    }

    /// For what no request asks for.
    @Transactional(readOnly = true)
    public Ticket get(TenantId tenant, TicketId id) {
        return tickets.find(tenant, id).orElseThrow(() -> notFound(id));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isSeen(Caller caller, TicketId id) {
        return (caller.may(Permission.TICKETS_READ) || caller.may(Permission.TICKETS_READ_OWN))
                && tickets.find(caller.requireTenant(), id).isPresent();
    }

    /// The ticket in which this one's conversation goes on, as far as the current transaction sees: itself where it
    /// was not merged. Where the way ends at one that is deleted, the last before it, which still says that it was
    /// merged. Empty where this one is not there.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Ticket> whereItGoesOn(TenantId tenant, TicketId id) {
        return tickets.findLastOfMerged(tenant, id);
    }

    /// The ticket, which nobody deletes until the transaction ends: for what is added to it.
    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket keep(Caller caller, TicketId id) {
        caller.require(Permission.TICKETS_WRITE);
        return keep(caller.requireTenant(), id);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket keep(TenantId tenant, TicketId id) {
        return tickets.findToKeep(tenant, id).orElseThrow(() -> notFound(id));
    }

    /// The ticket, which nobody else changes until the transaction ends: for a change that depends on what it is.
    @Transactional(propagation = Propagation.MANDATORY)
    public Fielded hold(Caller caller, TicketId id) {
        caller.require(Permission.TICKETS_WRITE);
        return hold(caller.requireTenant(), id);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Fielded hold(TenantId tenant, TicketId id) {
        return tickets.findToChange(tenant, id).orElseThrow(() -> notFound(id));
    }

    /// Nobody else changes either until the transaction ends. Those who hold the same two wait for one another in one
    /// direction.
    ///
    /// @param field names the other in the request
    @Transactional(propagation = Propagation.MANDATORY)
    public Two holdBoth(Caller caller, TicketId id, String field, TicketId other) {
        return holdBoth(caller, id, other)
                .orElseThrow(() -> Malformed.field(field, "%s is no other ticket of this tenant".formatted(other)));
    }

    /// The same; empty where the other is no other ticket of the tenant.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Two> holdBoth(Caller caller, TicketId id, TicketId other) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.TICKETS_WRITE);
        var held = Stream.of(id, other)
                .distinct()
                .sorted(Comparator.comparing(TicketId::value))
                .flatMap(each -> tickets.findToChange(caller.requireTenant(), each).stream())
                .collect(Collectors.toMap(each -> each.ticket().id(), each -> each));
        var first = held.get(id);
        if (first == null) {
            throw notFound(id);
        }
        var second = held.get(other);
        return second == null || id.equals(other) ? Optional.empty() : Optional.of(new Two(first, second));
    }

    /// A comment was added to a ticket that [#keep] returned, or [#hold] where a customer wrote it: that may reopen it,
    /// and move its deadlines.
    @Transactional(propagation = Propagation.MANDATORY)
    public void replied(TicketEvent.Replied reply) {
        live.replied(reply);
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public Ticket update(Caller caller, TicketId id, TicketPatch patch, @Nullable Revision ifMatch) {
        var before = hold(caller, id);
        Revision.check(ifMatch, before.ticket().version(), version -> live.changedSince(id, version));
        if (seesOwnOnly(caller)) {
            return changedByRequester(caller.actor(), before, patch);
        }
        requireFit(before, patch, Writer.STAFF);
        return changed(caller.actor(), before, patch, caller.may(Permission.TICKETS_DELETE) ? Mover.ADMIN : Mover.TEAM);
    }

    /// For what no request asks for.
    @Transactional
    public Ticket update(Actor actor, TenantId tenant, TicketId id, TicketPatch patch) {
        var before = hold(tenant, id);
        requireFit(before, patch, Writer.SYSTEM);
        return changed(actor, before, patch, Mover.TEAM);
    }

    /// Not by requesters, who assign nobody and learn nothing about whom others might.
    private Ticket changed(Actor actor, Fielded before, TicketPatch patch, Mover mover) {
        var ticket = before.ticket();
        return live.decided(
                actor, before, ticket.change(placement.settled(ticket, patch), mover, actor, clock.instant()));
    }

    /// By what the requester sees: naming a hidden value changes it, whether or not the guess is right.
    private Ticket changedByRequester(Actor actor, Fielded before, TicketPatch patch) {
        var seen = before.asClientsSee().content();
        var wanted = patch.applied(seen);
        var changes = CustomFields.changes(seen.customFields(), wanted.customFields());
        if (!changes.isEmpty() && !before.fields().defined()) {
            return live.decided(actor, before, Ticket.notForRequester());
        }
        requireFit(before.fields(), seen, wanted, Writer.CLIENT);
        var decision = before.ticket().changeByRequester(patch.withCustomFields(null), changes, actor, clock.instant());
        return live.decided(actor, before, decision).asClientsSee(before.fields());
    }

    private static void requireFit(Fielded before, TicketPatch patch, Writer writer) {
        var content = before.ticket().content();
        requireFit(before.fields(), content, patch.applied(content), writer);
    }

    private static void requireFit(TicketFields fields, TicketContent before, TicketContent wanted, Writer writer) {
        requireFit(fields.misfitsOfChange(before.customFields(), wanted.customFields(), wanted.ends(before), writer));
    }

    private static void requireFit(List<FieldError> misfits) {
        if (!misfits.isEmpty()) {
            throw new Malformed(misfits);
        }
    }

    /// Puts it into the trash.
    ///
    /// @param ifMatch the version the caller saw; null to delete whatever is there
    @Transactional
    public void delete(Caller caller, TicketId id, @Nullable Revision ifMatch) {
        requireToSeeTrash(caller);
        caller.require(Permission.TICKETS_WRITE);
        var before = tickets.findToRemove(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
        Revision.check(ifMatch, before.ticket().version(), version -> live.changedSince(id, version));
        live.delete(caller.actor(), before, clock.instant());
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
