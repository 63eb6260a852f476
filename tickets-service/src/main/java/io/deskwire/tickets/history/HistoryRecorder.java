package io.deskwire.tickets.history;

import io.deskwire.common.outbox.Difference;
import io.deskwire.tickets.history.HistoryEntry.FieldChange;
import io.deskwire.tickets.ticket.TicketEvent;
import java.util.List;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Writes an entry for each version of a ticket. A removed ticket takes its history with it, and a reply is its own
/// record.
@Component
@Order(2)
class HistoryRecorder implements TicketEvent.Listener {
    /// Change with every change.
    private static final Set<String> IMPLIED = Set.of("version", "updated_at", "updated_by");

    private final HistoryRepository history;

    HistoryRecorder(HistoryRepository history) {
        this.history = history;
    }

    @Override
    public void on(TicketEvent event) {
        switch (event) {
            case TicketEvent.Opened(var actor, var ticket) -> history.append(ticket, actor, List.of());
            case TicketEvent.Changed change ->
                history.append(change.after(), change.actor(), changes(change.difference()));
            case TicketEvent.Removed _, TicketEvent.Replied _ -> {
                // no version of the ticket to tell of
            }
        }
    }

    private static List<FieldChange> changes(Difference difference) {
        return difference.changed().stream()
                .filter(field -> !IMPLIED.contains(field))
                .map(field -> new FieldChange(
                        field,
                        difference.before().path(field),
                        difference.after().path(field)))
                .toList();
    }
}
