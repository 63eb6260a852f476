package io.deskwire.tickets.history;

import io.deskwire.common.outbox.Difference;
import io.deskwire.tickets.ticket.TicketEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One change of a ticket.
///
/// @param version the version it made; 1 is the creation, which lists no changes
/// @param actor an `Actor` as text, such as `user:<uuid>` or `system:<purpose>`
record HistoryEntry(long version, String actor, List<FieldChange> changes, Instant at) {
    /// Change with every change.
    private static final Set<String> IMPLIED = Set.of("version", "updated_at", "updated_by");

    HistoryEntry {
        changes = List.copyOf(changes);
    }

    /// @param from JSON null where there was nothing
    record FieldChange(String field, JsonNode from, JsonNode to) {}

    /// Of each version of a ticket. A purged ticket takes its history with it, and a reply is its own record.
    static Optional<HistoryEntry> of(TicketEvent event) {
        return switch (event) {
            case TicketEvent.Opened opened -> Optional.of(of(opened, List.of()));
            case TicketEvent.NewVersion next -> Optional.of(of(next, changes(next.difference())));
            case TicketEvent.Purged _, TicketEvent.Replied _ -> Optional.empty();
        };
    }

    private static HistoryEntry of(TicketEvent event, List<FieldChange> changes) {
        var stamp = event.ticket().stamp();
        return new HistoryEntry(stamp.version(), event.actor().wire(), changes, stamp.updatedAt());
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
