package io.deskwire.tickets.trash;

import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.platform.CompletePage;
import io.deskwire.tickets.platform.Completeness;
import io.deskwire.tickets.ticket.LiveTickets;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketColumns.Fielded;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketService;
import java.time.Clock;
import java.util.Objects;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to the trash, for those who may delete tickets.
@Service
class TrashService {
    private final TrashRepository trash;
    private final LiveTickets live;
    private final Completeness completeness;
    private final TrashProperties properties;
    private final Clock clock;

    TrashService(
            TrashRepository trash,
            LiveTickets live,
            Completeness completeness,
            TrashProperties properties,
            Clock clock) {
        this.trash = trash;
        this.live = live;
        this.completeness = completeness;
        this.properties = properties;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Ticket get(Caller caller, TicketId id) {
        TicketService.requireToSeeTrash(caller);
        return trash.find(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
    }

    /// The latest first.
    @Transactional(readOnly = true)
    public CompletePage<Ticket> list(Caller caller, PageRequest page) {
        TicketService.requireToSeeTrash(caller);
        var after = page.after(3);
        var completeUntil = completeness.until(after == null ? null : after.instant(2));
        return CompletePage.of(
                page.page(
                        trash.page(caller.requireTenant(), page),
                        ticket -> Cursor.of(
                                ticket.id(),
                                Objects.requireNonNull(ticket.ends().deletedAt()),
                                completeUntil)),
                completeUntil);
    }

    @Transactional
    public Ticket restore(Caller caller, TicketId id) {
        return live.restore(caller.actor(), held(caller, id), clock.instant());
    }

    @Transactional
    public void purge(Caller caller, TicketId id) {
        live.purge(caller.actor(), held(caller, id));
    }

    private Fielded held(Caller caller, TicketId id) {
        TicketService.requireToSeeTrash(caller);
        caller.require(Permission.TICKETS_WRITE);
        return trash.findToChange(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
    }

    /// Purges some of those whose time is over. Several nodes at once purge different ones.
    ///
    /// @return how many
    @Transactional(propagation = Propagation.MANDATORY)
    public int purgeDue(int limit) {
        var due = trash.due(clock.instant().minus(properties.kept()), limit);
        due.forEach(trashed -> live.purge(Actor.system("trash-purge"), trashed));
        return due.size();
    }

    private static NotFound notFound(TicketId id) {
        return new NotFound("ticket in the trash", id);
    }
}
