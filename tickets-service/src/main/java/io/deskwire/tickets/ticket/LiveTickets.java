package io.deskwire.tickets.ticket;

import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.outbox.Difference;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.deadline.Deadlines;
import io.deskwire.tickets.ticket.Ticket.Ends;
import io.deskwire.tickets.ticket.TicketColumns.Fielded;
import io.deskwire.tickets.ticketfield.TicketFields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/// What changes tickets, for every room that does: saves what became of one that the transaction holds, with the
/// deadlines that it has then, and tells it, in the same transaction. Told are this service's other rooms, then
/// everybody else by the outbox. Asks for no permission; the policies apply.
@Component
public class LiveTickets {
    private static final Actor CLOCKS = Actor.system("sla");

    private final TicketRepository tickets;
    private final Clocks clocks;
    private final List<TicketEvent.Listener> listeners;
    private final Outbox outbox;

    LiveTickets(TicketRepository tickets, Clocks clocks, List<TicketEvent.Listener> listeners, Outbox outbox) {
        this.tickets = tickets;
        this.clocks = clocks;
        this.listeners = listeners;
        this.outbox = outbox;
    }

    /// What tickets ask of service levels, which stand a storey above them. Asked in the transaction of the change, and
    /// answered from memory: a write waits for nothing more because of it.
    public interface Clocks {
        /// The deadlines of a ticket in the version that is about to be written, or was written just now, at the time
        /// of that version.
        Deadlines of(Ticket ticket);

        /// Those of the reply's ticket because of the reply.
        Deadlines after(TicketEvent.Replied reply);

        /// Of the tenant's policies that it answers by at present.
        long revision(TenantId tenant);

        /// Finds out what holds where that is not what it answers by, and answers by that from then on.
        ///
        /// @param revision of the tenant's policies, as the database has it
        void know(TenantId tenant, long revision);
    }

    /// Two that depend on each other, held by the transaction.
    public record Two(Fielded first, Fielded second) {
        public Ticket ticket() {
            return first.ticket();
        }

        public Ticket other() {
            return second.ticket();
        }
    }

    /// A new ticket as stored, which whoever checks it has to tell of; empty where its external id is taken.
    Optional<Fielded> insert(Ticket wanted) {
        var by = clocks.revision(wanted.tenantId());
        return tickets.insert(wanted.due(clocks.of(wanted)))
                .map(stored -> stored.row().as(settled(stored.row().ticket(), by, stored.slaRevision())));
    }

    /// Saves what the ticket said to a wanted change, where it agreed.
    Ticket decided(Actor actor, Fielded before, Decision decision) {
        return switch (decision) {
            case Decision.Changed(var after) -> saved(actor, before, after, TicketEvent.Changed::new);
            case Decision.Unchanged() -> before.ticket();
            case Decision.Impossible(var code, var message) -> throw new Conflict(code, message);
            case Decision.Misfit(var errors) -> throw new Malformed(errors);
            case Decision.NotForRequester(var message) -> throw new Forbidden("not-for-requester", message);
        };
    }

    /// A comment was added to a ticket that nobody deletes meanwhile, or changes where a customer wrote it: that may
    /// reopen it. Where nothing but its deadlines becomes another, that is a change by the system.
    void replied(TicketEvent.Replied reply) {
        tell(reply.about(after(reply)), TicketFields.NONE);
    }

    private Ticket after(TicketEvent.Replied reply) {
        var kept = reply.ticket();
        var reopened = kept.answered(reply);
        if (reopened instanceof Decision.Changed(var wanted)) {
            var due = wanted.due(clocks.after(reply.about(wanted)));
            return saved(reply.actor(), held(kept), due, TicketEvent.Changed::new);
        }
        if (clocks.after(reply).equals(kept.deadlines())) {
            return kept;
        }
        var held = held(kept);
        return due(held, clocks.after(reply.about(held.ticket())), reply.at());
    }

    private Fielded held(Ticket kept) {
        return tickets.findToChange(kept.tenantId(), kept.id()).orElseThrow(() -> notFound(kept));
    }

    /// Closes the first, because its conversation goes on in the second, which its followers follow from now on.
    ///
    /// @return the second
    public Ticket merge(Actor actor, Two held, Instant now) {
        var source = held.ticket();
        var target = held.other();
        saved(actor, held.first(), source.merged(target.id(), actor, now), TicketEvent.Merged::new);
        var followers = Stream.of(target, source)
                .flatMap(ticket -> ticket.people().followers().stream())
                .distinct()
                .limit(TicketPatch.MAX_FOLLOWERS)
                .toList();
        return decided(actor, held.second(), target.change(TicketPatch.none().followedBy(followers), actor, now));
    }

    /// @param status and `former`: as they were before it was merged
    public Ticket unmerge(Actor actor, Fielded held, TicketStatus status, Ends former, Instant now) {
        return saved(actor, held, held.ticket().unmerged(status, former, actor, now), TicketEvent.Unmerged::new);
    }

    /// Puts it into the trash, due as it is. The event is one version on and carries the image before it.
    void delete(Actor actor, Fielded held, Instant now) {
        told(actor, held, updated(held.ticket().deleted(actor, now)).row(), TicketEvent.Removed::new);
    }

    /// Takes it out of the trash, as it was when it came there.
    public Ticket restore(Actor actor, Fielded trashed, Instant now) {
        var wanted = trashed.ticket().restored(actor, now);
        try {
            return saved(actor, trashed, wanted, TicketEvent.Restored::new);
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
    public void purge(Actor actor, Fielded trashed) {
        var ticket = trashed.ticket();
        tell(new TicketEvent.Purged(actor, ticket), trashed.fields());
        if (!tickets.delete(ticket)) {
            throw notFound(ticket);
        }
    }

    /// The ticket, which nobody else changes until the transaction ends, for a sweep that waits for nobody: empty where
    /// somebody else is changing it, or it is gone.
    public Optional<Fielded> holdFree(TenantId tenant, TicketId id) {
        return tickets.findFreeToChange(tenant, id);
    }

    /// Whether it is there, held by somebody or not.
    public boolean exists(TenantId tenant, TicketId id) {
        return tickets.find(tenant, id).isPresent();
    }

    /// A ticket that is held, with the deadlines that it has by now. Other ones are a change by the system.
    public Fielded reckon(Fielded held, Instant now) {
        var ticket = held.ticket();
        return held.as(due(held, clocks.of(ticket.due(ticket.deadlines(), CLOCKS, now)), now));
    }

    /// The same, of one that is still there.
    public void reckon(TenantId tenant, TicketId id, Instant now) {
        tickets.findToChange(tenant, id).ifPresent(held -> reckon(held, now));
    }

    /// The team is told that what is due next is due soon. The row is as it was.
    public void warn(Fielded held) {
        var ticket = held.ticket();
        outbox.append(
                CLOCKS,
                ticket.tenantId(),
                List.of(DomainEvent.of(
                        EventType.TICKET_SLA_WARNING,
                        ticket.publishedId(),
                        ticket.version(),
                        Audience.of(Permission.TICKETS_READ),
                        ticket.told(held.fields()))));
    }

    /// What nobody sees is no other version.
    private Ticket due(Fielded held, Deadlines deadlines, Instant now) {
        var ticket = held.ticket();
        if (deadlines.equals(ticket.deadlines())) {
            return ticket;
        }
        return deadlines.looksLike(ticket.deadlines())
                ? corrected(ticket.due(deadlines))
                : saved(CLOCKS, held, ticket.due(deadlines, CLOCKS, now), TicketEvent.Changed::new);
    }

    /// As a change of one kind tells of itself.
    @FunctionalInterface
    private interface Kind {
        TicketEvent.NewVersion of(Actor actor, Ticket before, Ticket ticket, Difference difference);
    }

    private Ticket saved(Actor actor, Fielded before, Ticket wanted, Kind kind) {
        var by = clocks.revision(wanted.tenantId());
        var stored = updated(wanted.due(clocks.of(wanted)));
        return told(actor, before, settled(stored.row(), by, stored.slaRevision()), kind);
    }

    private TicketRepository.Stored<Ticket> updated(Ticket wanted) {
        return tickets.update(wanted).orElseThrow(() -> Conflict.changedMeanwhile("ticket"));
    }

    /// Where the policies that it was written by are no longer those that hold: written once more, by these.
    ///
    /// @param by the revision that was known before it was reckoned; it may have been reckoned by a later one
    private Ticket settled(Ticket ticket, long by, long slaRevision) {
        if (by == slaRevision) {
            return ticket;
        }
        clocks.know(ticket.tenantId(), slaRevision);
        var deadlines = clocks.of(ticket);
        return deadlines.equals(ticket.deadlines()) ? ticket : corrected(ticket.due(deadlines));
    }

    private Ticket corrected(Ticket ticket) {
        return tickets.correct(ticket).orElseThrow(() -> Conflict.changedMeanwhile("ticket"));
    }

    private Ticket told(Actor actor, Fielded before, Ticket after, Kind kind) {
        tell(kind.of(actor, before.ticket(), after, outbox.difference(before.ticket(), after)), before.fields());
        return after;
    }

    /// @param fields of the ticket's tenant: those that clients do not see are not told to them
    void tell(TicketEvent event, TicketFields fields) {
        listeners.forEach(listener -> listener.on(event));
        var told = event.told(fields);
        if (!told.isEmpty()) {
            outbox.append(event.actor(), event.ticket().tenantId(), told);
        }
    }

    List<String> changedSince(TicketId id, long version) {
        return outbox.changedSince(id.value(), version);
    }

    private static NotFound notFound(Ticket ticket) {
        return new NotFound("ticket", ticket.id());
    }
}
