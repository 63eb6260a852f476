package io.deskwire.tickets.history;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.tickets.ticket.TicketId;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class HistoryController {
    private final HistoryService history;

    HistoryController(HistoryService history) {
        this.history = history;
    }

    @GetMapping("/api/v1/tickets/{id}/history")
    Page<HistoryEntry> list(Caller caller, @PathVariable UUID id, PageRequest page) {
        return history.list(caller, new TicketId(id), page);
    }
}
