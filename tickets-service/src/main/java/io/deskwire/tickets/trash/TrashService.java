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
import io.deskwire.tickets.trash.TrashRepository.Due;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to the trash, for those who may delete tickets.
@Service
class TrashService {
    private static final Actor SWEEP = Actor.system("trash-purge");

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

    /// @param after the one before it; null for the first
    @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
    public Optional<Due> due(@Nullable Due after) {
        return trash.due(clock.instant().minus(properties.kept()), after);
    }

    /// For good, where nobody has restored it or was faster.
    @Transactional(propagation = Propagation.MANDATORY)
    public void purge(Due due) {
        trash.findToChange(due.tenant(), due.id()).ifPresent(trashed -> live.purge(SWEEP, trashed));
    }

    private static NotFound notFound(TicketId id) {
        return new NotFound("ticket in the trash", id);
    }
}
