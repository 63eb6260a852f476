package io.deskwire.tickets.ticket;

import io.deskwire.common.identity.Actor;
import io.deskwire.common.outbox.Difference;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.tickets.ticket.Ticket.Ends;
import io.deskwire.tickets.ticket.TicketColumns.Fielded;
import io.deskwire.tickets.ticketfield.TicketFields;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/// What changes tickets, for every room that does: saves what became of one that the transaction holds and tells it, in
/// the same transaction. Told are this service's other rooms, then everybody else by the outbox. Asks for no
/// permission; the policies apply.
@Component
public class LiveTickets {
    private final TicketRepository tickets;
    private final List<TicketEvent.Listener> listeners;
    private final Outbox outbox;

    LiveTickets(TicketRepository tickets, List<TicketEvent.Listener> listeners, Outbox outbox) {
        this.tickets = tickets;
        this.listeners = listeners;
        this.outbox = outbox;
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
        return decided(
                actor, held.second(), target.change(TicketPatch.none().followedBy(followers), actor, now));
    }

    /// @param status and `former`: as they were before it was merged
    public Ticket unmerge(Actor actor, Fielded held, TicketStatus status, Ends former, Instant now) {
        return saved(actor, held, held.ticket().unmerged(status, former, actor, now), TicketEvent.Unmerged::new);
    }

    /// Puts it into the trash. The event is one version on and carries the image before it.
    void delete(Actor actor, Fielded held, Instant now) {
        saved(actor, held, held.ticket().deleted(actor, now), TicketEvent.Removed::new);
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
            throw new NotFound("ticket", ticket.id());
        }
    }

    /// As a change of one kind tells of itself.
    @FunctionalInterface
    private interface Kind {
        TicketEvent.NewVersion of(Actor actor, Ticket before, Ticket ticket, Difference difference);
    }

    private Ticket saved(Actor actor, Fielded before, Ticket wanted, Kind kind) {
        var after = tickets.update(wanted).orElseThrow(() -> Conflict.changedMeanwhile("ticket"));
        tell(
                kind.of(actor, before.ticket(), after, outbox.difference(before.ticket(), after)),
                before.fields());
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
}
