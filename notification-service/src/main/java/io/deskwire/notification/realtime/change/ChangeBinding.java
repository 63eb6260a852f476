package io.deskwire.notification.realtime.change;

import io.deskwire.contracts.event.EventType.Change;
import io.deskwire.contracts.table.PublicTables;
import io.deskwire.notification.realtime.protocol.FrameCodec;
import io.deskwire.notification.realtime.protocol.MalformedFrameException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One `.on('postgres_changes', …)` of a channel.
///
/// @param asked what the client sent; it compares the answer with it, field by field
/// @param filters of the tables it follows, by name
/// @param columns null for all
public record ChangeBinding(
        int id,
        JsonNode asked,
        String event,
        Map<String, ChangeFilter> filters,
        @Nullable Set<String> columns) {
    private static final Set<String> EVENTS = Set.of("*", "INSERT", "UPDATE", "DELETE");
    private static final String ANY = "*";

    /// @throws MalformedFrameException with a sentence for the client: no change could ever match
    public static ChangeBinding of(int id, JsonNode asked) throws MalformedFrameException {
        if (!asked.isObject()) {
            throw new MalformedFrameException("a binding is an object with event, schema, table, filter and select");
        }
        var event = text(asked, "event", ANY);
        if (!EVENTS.contains(event)) {
            throw new MalformedFrameException("unknown event: " + event + " (expected: *, INSERT, UPDATE or DELETE)");
        }
        var schema = text(asked, "schema", "public");
        if (!schema.equals("public") && !schema.equals(ANY)) {
            throw new MalformedFrameException("there is no schema " + schema + " (expected: public)");
        }
        var table = text(asked, "table", ANY);
        var filter = text(asked, "filter", "");
        return new ChangeBinding(
                id,
                asked,
                event,
                table.equals(ANY)
                        ? anyTable(filter)
                        : Map.of(table, ChangeFilter.parse(filter, FollowedTables.table(table))),
                columns(asked.path("select"), table));
    }

    /// The tables that the filter fits; one that fits none is the client's mistake.
    private static Map<String, ChangeFilter> anyTable(String filter) throws MalformedFrameException {
        var filters = new HashMap<String, ChangeFilter>();
        MalformedFrameException unfit = null;
        for (var table : PublicTables.all()) {
            try {
                filters.put(table.name(), ChangeFilter.parse(filter, table));
            } catch (MalformedFrameException each) {
                unfit = each;
            }
        }
        if (filters.isEmpty() && unfit != null) {
            throw new MalformedFrameException("the filter fits no table; of the last one: " + unfit.getMessage());
        }
        return Map.copyOf(filters);
    }

    /// realtime-js sends an array, older code a text with commas.
    private static @Nullable Set<String> columns(JsonNode select, String table) throws MalformedFrameException {
        if (select.isMissingNode() || select.isNull()) {
            return null;
        }
        var names = names(select);
        if (names.isEmpty() || names.contains(ANY)) {
            return null;
        }
        if (table.equals(ANY)) {
            throw new MalformedFrameException("select needs the name of one table");
        }
        var known = FollowedTables.table(table);
        for (var name : names) {
            FollowedTables.column(known, name);
        }
        return Set.copyOf(names);
    }

    private static List<String> names(JsonNode select) throws MalformedFrameException {
        if (!select.isString() && !select.isArray()) {
            throw new MalformedFrameException("select is no list of columns: " + select);
        }
        var names = new ArrayList<String>();
        if (select.isString()) {
            names.addAll(List.of(select.asString().split(",")));
        }
        for (var each : select) {
            if (!each.isString()) {
                throw new MalformedFrameException("select is no list of columns: " + select);
            }
            names.add(each.asString());
        }
        return names.stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    private static String text(JsonNode asked, String name, String otherwise) throws MalformedFrameException {
        var value = asked.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isString()) {
            throw new MalformedFrameException(name + " is no text: " + value);
        }
        return value.asString();
    }

    public boolean matches(Change change, String changedTable, JsonNode row) {
        var filter = filters.get(changedTable);
        return filter != null && (event.equals(ANY) || event.equals(change.name())) && filter.holds(row);
    }

    /// The binding as the reply to the join names it.
    public ObjectNode answer() {
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
