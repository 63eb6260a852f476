package io.deskwire.tickets.link;

import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.sql.Row;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.link.Link.Kind;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketService;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to links. A transaction that makes one holds both tickets.
@Service
public class LinkService {
    private final LinkRepository links;
    private final TicketService tickets;
    private final Outbox outbox;
    private final Clock clock;

    LinkService(LinkRepository links, TicketService tickets, Outbox outbox, Clock clock) {
        this.links = links;
        this.tickets = tickets;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// The ticket is this to the other.
    @Transactional
    public Link create(Caller caller, TicketId id, Kind kind, TicketId other) {
        var held = tickets.holdBoth(caller, id, "ticket_id", other);
        links.between(held.ticket().tenantId(), id, kind, other).ifPresent(known -> {
            throw new Conflict(
                    "already-linked",
                    "the ticket is linked to %s as %s already; delete that link first"
                            .formatted(other, Row.wire(known.kind())),
                    Map.of("existing_id", known.id()));
        });
        return made(caller.actor(), held.ticket(), kind, other);
    }

    /// Links two tickets that the transaction holds.
    ///
    /// @return the link; empty where they are linked so already
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<LinkId> link(Actor actor, Ticket from, Kind kind, TicketId to) {
        return links.between(from.tenantId(), from.id(), kind, to).isPresent()
                ? Optional.empty()
                : Optional.of(made(actor, from, kind, to).id());
    }

    private Link made(Actor actor, Ticket from, Kind kind, TicketId to) {
        var both = Link.both(from.tenantId(), from.id(), kind, to, actor, clock.instant());
        both.forEach(links::insert);
        outbox.append(
                actor,
                from.tenantId(),
                both.stream()
                        .map(link -> DomainEvent.created(EventType.LINK_CREATED, link))
                        .toList());
        return both.getFirst();
    }

    /// Oldest first.
    @Transactional(readOnly = true)
    public Page<Link> list(Caller caller, TicketId id, PageRequest page) {
        caller.require(Permission.TICKETS_READ);
        var ticket = tickets.get(caller, id);
        return page.page(links.page(ticket.tenantId(), id, page), link -> Cursor.of(link.id()));
    }

    @Transactional(readOnly = true)
    public Link get(Caller caller, TicketId id, LinkId link) {
        caller.require(Permission.TICKETS_READ);
        return found(tickets.get(caller, id), link);
    }

    @Transactional
    public void delete(Caller caller, TicketId id, LinkId linkId) {
        caller.require(Permission.TICKETS_READ);
        var link = found(tickets.keep(caller, id), linkId);
        if (!unlink(caller.actor(), link.tenantId(), id, link.kind(), link.ticketId())) {
            throw new NotFound("link", linkId);
        }
    }

    @Transactional
    public void delete(Caller caller, TicketId id, Kind kind, TicketId other) {
        caller.require(Permission.TICKETS_READ);
        var ticket = tickets.keep(caller, id);
        if (!unlink(caller.actor(), ticket.tenantId(), id, kind, other)) {
            throw new NotFound("link to ticket", other);
        }
    }

    /// Deletes a link of a ticket that the transaction holds, where it is still there, or in the trash with the other
    /// ticket: then nobody hears of it again.
    @Transactional(propagation = Propagation.MANDATORY)
    public void unlink(Actor actor, Ticket from, LinkId id) {
        tell(actor, from.tenantId(), links.remove(from.tenantId(), from.id(), id));
    }

    /// @return false where they are not linked so
    private boolean unlink(Actor actor, TenantId tenant, TicketId from, Kind kind, TicketId to) {
        var gone = links.delete(tenant, from, kind, to);
        tell(actor, tenant, gone);
        return !gone.isEmpty();
    }

    private void tell(Actor actor, TenantId tenant, List<Link> gone) {
        outbox.append(
                actor,
                tenant,
                gone.stream()
                        .map(link -> DomainEvent.removed(EventType.LINK_DELETED, link))
                        .toList());
    }

    private Link found(Ticket ticket, LinkId id) {
        return links.find(ticket.tenantId(), ticket.id(), id).orElseThrow(() -> new NotFound("link", id));
    }
}
