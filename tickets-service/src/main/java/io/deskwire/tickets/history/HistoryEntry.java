package io.deskwire.tickets.history;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// One change of a ticket.
///
/// @param version the version it made; 1 is the creation, which lists no changes
/// @param actor an `Actor` as text, such as `user:<uuid>` or `system:<purpose>`
record HistoryEntry(long version, String actor, List<FieldChange> changes, Instant at) {
    HistoryEntry {
        changes = List.copyOf(changes);
    }

    /// @param from JSON null where there was nothing
    record FieldChange(String field, JsonNode from, JsonNode to) {}
}
