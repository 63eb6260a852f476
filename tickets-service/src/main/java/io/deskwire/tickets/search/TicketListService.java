package io.deskwire.tickets.search;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.PageRequest;
import io.deskwire.tickets.platform.CompletePage;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketService;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to lists of tickets.
@Service
class TicketListService {
    private final TicketListRepository tickets;

    TicketListService(TicketListRepository tickets) {
        this.tickets = tickets;
    }

    /// In READ COMMITTED, where the page sees more than the statement before it, which says until when it is complete.
    @Transactional(readOnly = true)
    public CompletePage<Ticket> list(Caller caller, TicketQuery query, PageRequest page) {
        TicketService.requireToRead(caller);
        var ofFirstPage = TicketListRepository.completeUntil(page, query.sort());
        var completeUntil = ofFirstPage == null ? tickets.completeUntil() : ofFirstPage;
        return CompletePage.of(
                page.page(
                        tickets.page(caller.requireTenant(), query, page),
                        ticket -> TicketListRepository.cursor(ticket, query.sort(), completeUntil)),
                completeUntil);
    }
}
