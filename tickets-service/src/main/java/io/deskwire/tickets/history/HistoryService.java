package io.deskwire.tickets.history;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketService;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to the history of tickets.
@Service
class HistoryService {
    private final HistoryRepository history;
    private final TicketService tickets;

    HistoryService(HistoryRepository history, TicketService tickets) {
        this.history = history;
        this.tickets = tickets;
    }

    /// Oldest first.
    @Transactional(readOnly = true)
    public Page<HistoryEntry> list(Caller caller, TicketId id, PageRequest page) {
        caller.require(Permission.TICKETS_READ);
        var ticket = tickets.get(caller, id);
        return page.page(history.page(ticket.tenantId(), id, page), entry -> Cursor.of(entry.version()));
    }
}
