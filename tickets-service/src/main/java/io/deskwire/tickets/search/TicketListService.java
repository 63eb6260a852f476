package io.deskwire.tickets.search;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.PageRequest;
import io.deskwire.tickets.platform.CompletePage;
import io.deskwire.tickets.platform.Completeness;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketService;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to lists of tickets.
@Service
class TicketListService {
    private final TicketListRepository tickets;
    private final Completeness completeness;

    TicketListService(TicketListRepository tickets, Completeness completeness) {
        this.tickets = tickets;
        this.completeness = completeness;
    }

    @Transactional(readOnly = true)
    public CompletePage<Ticket> list(Caller caller, TicketQuery query, PageRequest page) {
        TicketService.requireToRead(caller);
        var completeUntil = completeness.until(TicketListRepository.completeUntil(page, query.sort()));
        return CompletePage.of(
                page.page(
                        tickets.page(caller.requireTenant(), query, page),
                        ticket -> TicketListRepository.cursor(ticket, query.sort(), completeUntil)),
                completeUntil);
    }
}
