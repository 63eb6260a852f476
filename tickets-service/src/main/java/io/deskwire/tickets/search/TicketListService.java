package io.deskwire.tickets.search;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.PageRequest;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.platform.CompletePage;
import io.deskwire.tickets.platform.Completeness;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketService;
import io.deskwire.tickets.ticketfield.TicketFieldService;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to lists of tickets.
@Service
class TicketListService {
    private final TicketListRepository tickets;
    private final Completeness completeness;
    private final TicketFieldService fields;

    TicketListService(TicketListRepository tickets, Completeness completeness, TicketFieldService fields) {
        this.tickets = tickets;
        this.completeness = completeness;
        this.fields = fields;
    }

    @Transactional(readOnly = true)
    public CompletePage<Ticket> list(Caller caller, TicketQuery query, PageRequest page) {
        TicketService.requireToRead(caller);
        var completeUntil = completeness.until(TicketListRepository.completeUntil(page, query.sort()));
        return CompletePage.of(
                page.page(
                        seen(caller, tickets.page(caller.requireTenant(), query, page)),
                        ticket -> TicketListRepository.cursor(ticket, query.sort(), completeUntil)),
                completeUntil);
    }

    /// To clients without the values of fields that are not for them.
    private List<Ticket> seen(Caller caller, List<Ticket> some) {
        if (caller.may(Permission.TICKETS_READ)) {
            return some;
        }
        var defined = fields.of(caller.requireTenant());
        return some.stream().map(ticket -> ticket.asClientsSee(defined)).toList();
    }
}
