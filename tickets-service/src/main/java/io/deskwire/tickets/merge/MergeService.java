package io.deskwire.tickets.merge;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.link.Link.Kind;
import io.deskwire.tickets.link.LinkService;
import io.deskwire.tickets.ticket.LiveTickets;
import io.deskwire.tickets.ticket.LiveTickets.Two;
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

        /// The other ticket was merged or deleted since it was looked at; nothing was changed.
        record Overtaken() implements Outcome {}
    }

    /// Of merges in a circle all but one succeed, and the last of their targets is left. Each holds two tickets, in one
    /// order: where a target that was merged itself goes on is found out before.
    @Transactional
    public Outcome merge(Caller caller, TicketId id, TicketId into) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.TICKETS_WRITE);
        var target = target(caller.requireTenant(), id, into);
        if (target.equals(into)) {
            return merged(caller, tickets.holdBoth(caller, id, "into", into));
        }
        return tickets.holdBoth(caller, id, target)
                .map(held -> merged(caller, held))
                .orElseGet(Outcome.Overtaken::new);
    }

    private Outcome merged(Caller caller, Two held) {
        var source = held.ticket();
        var target = held.other();
        requireUnmerged(source);
        if (target.ends().mergedInto() != null) {
            return new Outcome.Overtaken();
        }
        var now = clock.instant();
        var link = links.link(caller.actor(), source, Kind.DUPLICATE, target.id());
        merges.insert(Merge.of(source, target, link.orElse(null), now));
        return new Outcome.Merged(live.merge(caller.actor(), held, now));
    }

    /// Where the other ticket's conversation goes on; what the caller named where that is no other ticket.
    private TicketId target(TenantId tenant, TicketId id, TicketId into) {
        var last = id.equals(into) ? null : tickets.whereItGoesOn(tenant, into).orElse(null);
        if (last == null) {
            return into;
        }
        if (last.ends().mergedInto() != null) {
            throw new Conflict(
                    "target-gone",
                    "ticket %s was merged into one that is deleted; unmerge it first, or merge into another one"
                            .formatted(into));
        }
        if (last.id().equals(id)) {
            throw new Conflict(
                    "merge-circle", "the other ticket was merged into this one; unmerge it first, or keep this one");
        }
        return last.id();
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
        if (merge.link() != null) {
            links.unlink(caller.actor(), source.ticket(), merge.link());
        }
        return live.unmerge(caller.actor(), source, merge.status(), merge.ends(), now);
    }
}
