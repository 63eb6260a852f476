package io.deskwire.notification.realtime;

import io.deskwire.common.event.EventType.Change;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One `.on('postgres_changes', …)` of a channel.
///
/// @param asked what the client sent; it compares the answer with it, field by field
/// @param columns null for all
record ChangeBinding(
        int id,
        JsonNode asked,
        String event,
        String schema,
        String table,
        ChangeFilter filter,
        @Nullable Set<String> columns) {
    private static final Set<String> EVENTS = Set.of("*", "INSERT", "UPDATE", "DELETE");

    static ChangeBinding of(int id, JsonNode asked) throws MalformedFrameException {
        var event = asked.path("event").asString("*");
        if (!EVENTS.contains(event)) {
            throw new MalformedFrameException("event " + event + " (expected: *, INSERT, UPDATE or DELETE)");
        }
        return new ChangeBinding(
                id,
                asked,
                event,
                asked.path("schema").asString("public"),
                asked.path("table").asString("*"),
                ChangeFilter.parse(asked.path("filter").asString(null)),
                columns(asked.path("select")));
    }

    private static @Nullable Set<String> columns(JsonNode select) {
        if (select.isString()
                && !select.asString().isBlank()
                && !select.asString().strip().equals("*")) {
            return Set.of(select.asString().strip().split("\\s*,\\s*"));
        }
        return null;
    }

    /// Schema `public` is the only one there is.
    boolean matches(Change change, String changedTable, JsonNode row) {
        return (event.equals("*") || event.equals(change.name()))
                && (schema.equals("*") || schema.equals("public"))
                && (table.equals("*") || table.equals(changedTable))
                && filter.holds(row);
    }

    /// The binding as the reply to the join names it.
    ObjectNode answer() {
        var answer = FrameCodec.JSON.createObjectNode();
        answer.put("id", id);
        for (var name : new String[] {"event", "schema", "table", "filter", "select"}) {
            if (asked.has(name)) {
                answer.set(name, asked.path(name));
            }
        }
        return answer;
    }
}
