package io.deskwire.tickets.ticket;

import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.contact.ContactId;
import io.deskwire.tickets.contact.ContactService;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to tickets.
///
/// Whoever has `tickets.read` sees all of the tenant's; whoever has not (a client) sees those they created. A
/// transaction takes its locks in one order: contacts, then tickets.
@Service
public class TicketService {
    private final TicketRepository tickets;
    private final HistoryRepository history;
    private final ContactService contacts;
    private final List<TicketCompanion> companions;
    private final Outbox outbox;
    private final Clock clock;

    TicketService(
            TicketRepository tickets,
            HistoryRepository history,
            ContactService contacts,
            List<TicketCompanion> companions,
            Outbox outbox,
            Clock clock) {
        this.tickets = tickets;
        this.history = history;
        this.contacts = contacts;
        this.companions = companions;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    public Ticket create(Caller caller, TicketDraft draft) {
        requireToOpen(caller, draft);
        return open(caller, draft, contact(caller, draft));
    }

    /// Naming other people or another system's ids is for those who see everybody's tickets.
    static void requireToOpen(Caller caller, TicketDraft draft) {
        caller.require(Permission.TICKETS_WRITE);
        caller.requireTenant();
        if (seesOwnOnly(caller) && (draft.requester() != null || draft.source() != null)) {
            throw new Forbidden("forbidden", "naming a requester or a source needs the permission tickets.read");
        }
    }

    @Nullable
    ContactId contact(Caller caller, TicketDraft draft) {
        var requester = draft.requester();
        return requester == null
                ? null
                : contacts.named(caller, List.of(requester)).get(requester.email());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    Ticket open(Caller caller, TicketDraft draft, @Nullable ContactId requester) {
        var ticket = tickets.insert(Ticket.opened(
                        new TicketId(Uuid7.next()),
                        caller.requireTenant(),
                        draft,
                        requester,
                        caller.subject(),
                        seesOwnOnly(caller),
                        clock.instant()))
                .orElseThrow(() -> externalIdTaken(caller, draft));
        history.appendCreation(ticket, caller.actor().wire());
        outbox.append(
                ticket.tenantId(),
                DomainEvent.of(
                        EventType.TICKET_CREATED, ticket.id().value(), ticket.version(), audience(ticket), ticket));
        return ticket;
    }

    /// In READ COMMITTED, where the page sees more than the statement before it, which says until when it is complete.
    @Transactional(readOnly = true)
    public TicketPage list(Caller caller, TicketQuery query, PageRequest page) {
        requireToRead(caller);
        var ofFirstPage = TicketRepository.completeUntil(page, query.sort());
        var completeUntil = ofFirstPage == null ? tickets.completeUntil() : ofFirstPage;
        return TicketPage.of(
                page.page(
                        tickets.page(caller.requireTenant(), query, page),
                        ticket -> TicketRepository.cursor(ticket, query.sort(), completeUntil)),
                completeUntil);
    }

    /// Names the ticket where the caller sees it.
    private Conflict externalIdTaken(Caller caller, TicketDraft draft) {
        var existing = draft.source() == null || draft.externalId() == null
                ? Optional.<TicketId>empty()
                : tickets.findId(caller.requireTenant(), draft.source(), draft.externalId());
        return new Conflict(
                "external-id-taken",
                "a ticket '%s' of '%s' exists already".formatted(draft.externalId(), draft.source()),
                existing.<Map<String, Object>>map(id -> Map.of("existing_id", id))
                        .orElse(Map.of()));
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
        return tickets.findToKeep(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public Ticket update(Caller caller, TicketId id, UnaryOperator<TicketChange> change, @Nullable Revision ifMatch) {
        caller.require(Permission.TICKETS_WRITE);
        var before = tickets.findToChange(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
        Revision.check(ifMatch, before.version(), version -> outbox.changedSince(id.value(), version));
        var wanted = change.apply(before.present());
        var now = clock.instant();
        var decision = seesOwnOnly(caller)
                ? before.changeByRequester(wanted, caller.subject(), now)
                : before.change(wanted, caller.subject(), now);
        return switch (decision) {
            case Decision.Changed(var after) -> changed(caller, before, after);
            case Decision.Unchanged() -> before;
            case Decision.Impossible(var code, var message) -> throw new Conflict(code, message);
            case Decision.NotForRequester(var message) -> throw new Forbidden("not-for-requester", message);
        };
    }

    private Ticket changed(Caller caller, Ticket before, Ticket wanted) {
        var after = tickets.update(wanted)
                .orElseThrow(() -> new Conflict("changed-meanwhile", "the ticket was changed meanwhile; try again"));
        history.appendChange(before, after, caller.actor().wire());
        outbox.append(
                after.tenantId(),
                DomainEvent.changed(
                        EventType.TICKET_UPDATED, after.id().value(), after.version(), audience(after), before, after));
        return after;
    }

    /// Deletes it with its comments and history. The event is one version on and carries the last image.
    ///
    /// @param ifMatch the version the caller saw; null to delete whatever is there
    @Transactional
    public void delete(Caller caller, TicketId id, @Nullable Revision ifMatch) {
        caller.require(Permission.TICKETS_DELETE);
        caller.require(Permission.TICKETS_WRITE);
        var ticket = tickets.findToChange(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
        Revision.check(ifMatch, ticket.version(), version -> outbox.changedSince(id.value(), version));
        companions.forEach(companion -> companion.removedWith(ticket));
        if (!tickets.delete(ticket)) {
            throw notFound(id);
        }
        outbox.append(
                ticket.tenantId(),
                DomainEvent.of(EventType.TICKET_DELETED, id.value(), ticket.version() + 1, audience(ticket), ticket));
    }

    @Transactional(readOnly = true)
    public Page<HistoryEntry> history(Caller caller, TicketId id, PageRequest page) {
        caller.require(Permission.TICKETS_READ);
        var ticket = get(caller, id);
        return page.page(history.page(ticket.tenantId(), id, page), entry -> Cursor.of(entry.version()));
    }

    /// The rule of the row's policy.
    private static Audience audience(Ticket ticket) {
        return Audience.of(Permission.TICKETS_READ, ticket.requesterUser());
    }

    static void requireToRead(Caller caller) {
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
