package io.deskwire.tickets.merge;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.link.Link.Kind;
import io.deskwire.tickets.link.LinkService;
import io.deskwire.tickets.ticket.LiveTickets;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketService;
import java.time.Clock;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to merging. Comments stay where they were said and are listed with the target, so undoing moves none.
@Service
class MergeService {
    private final MergeRepository merges;
    private final TicketService tickets;
    private final LiveTickets live;
    private final LinkService links;
    private final Clock clock;

    MergeService(MergeRepository merges, TicketService tickets, LiveTickets live, LinkService links, Clock clock) {
        this.merges = merges;
        this.tickets = tickets;
        this.live = live;
        this.links = links;
        this.clock = clock;
    }

    /// What became of a wish to merge.
    sealed interface Outcome {
        record Merged(Ticket target) implements Outcome {}

        /// The target was merged itself; nothing was changed.
        record Further(TicketId target) implements Outcome {}
    }

    /// Of merges in a circle all but one succeed, and the last of their targets is left. Each holds two tickets, in one
    /// order: a target that was merged itself is left to another attempt, with what it was merged into.
    @Transactional
    public Outcome merge(Caller caller, TicketId id, TicketId into) {
        var held = tickets.holdBoth(caller, id, "into", into);
        requireUnmerged(held.ticket());
        var further = held.other().ends().mergedInto();
        if (further != null) {
            requireNoCircle(id, further);
            return new Outcome.Further(further);
        }
        var now = clock.instant();
        merges.insert(Merge.of(held.ticket(), held.other(), now));
        links.link(caller.actor(), held.ticket(), Kind.DUPLICATE, into);
        return new Outcome.Merged(live.merge(caller.actor(), held, now));
    }

    private static void requireUnmerged(Ticket ticket) {
        var target = ticket.ends().mergedInto();
        if (target != null) {
            throw new Conflict(
                    "already-merged",
                    "the ticket was merged into %s already; unmerge it first".formatted(target),
                    Map.of("merged_into", target));
        }
    }

    private static void requireNoCircle(TicketId id, TicketId target) {
        if (target.equals(id)) {
            throw new Conflict(
                    "merge-circle", "the other ticket was merged into this one; unmerge it first, or keep this one");
        }
    }

    /// @return the ticket, as it was before it was merged
    @Transactional
    public Ticket unmerge(Caller caller, TicketId id) {
        caller.require(Permission.TICKETS_READ);
        var source = tickets.hold(caller, id);
        var tenant = source.ticket().tenantId();
        var merge = merges.find(tenant, id)
                .orElseThrow(() -> new Conflict("not-merged", "the ticket is merged into no other"));
        var now = clock.instant();
        if (!merge.isUndoable(now)) {
            throw new Conflict(
                    "unmerge-too-late",
                    "a merge can be undone for %d days; open a new ticket instead".formatted(Merge.UNDOABLE.toDays()));
        }
        merges.delete(merge);
        links.unlink(caller.actor(), tenant, id, Kind.DUPLICATE, merge.target());
        return live.unmerge(caller.actor(), source, merge.status(), merge.ends(), now);
    }
}
