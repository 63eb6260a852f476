package io.deskwire.tickets.search;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.PageRequest;
import io.deskwire.tickets.platform.CompletePage;
import io.deskwire.tickets.ticket.Ticket;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TicketListController {
    private final TicketListService tickets;

    TicketListController(TicketListService tickets) {
        this.tickets = tickets;
    }

    @GetMapping("/api/v1/tickets")
    CompletePage<Ticket> list(Caller caller, @RequestParam MultiValueMap<String, String> parameters, PageRequest page) {
        return tickets.list(caller, TicketQuery.parse(parameters), page);
    }
}
