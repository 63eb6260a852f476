package io.deskwire.tickets.search;

import io.deskwire.common.page.Page;
import io.deskwire.tickets.ticket.Ticket;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of tickets for pollers: whatever becomes visible after it counts as changed at `completeUntil` or later, so
/// that is the next `updated_since`. All pages of one reading have the first one's.
public record TicketPage(List<Ticket> data, @Nullable String nextCursor, Instant completeUntil) {
    public TicketPage {
        data = List.copyOf(data);
    }

    static TicketPage of(Page<Ticket> page, Instant completeUntil) {
        return new TicketPage(page.data(), page.nextCursor(), completeUntil);
    }
}
