package io.deskwire.notification.realtime;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.event.EventType;
import io.deskwire.common.event.EventType.Change;
import io.deskwire.common.json.WireJson;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An event as `postgres_changes` shows it: what happened to which row of which table.
///
/// @param row what filters look at: the new row, for a deletion the last one
/// @param data the `data` of the message as JSON text, shared by all who see every column
record ChangeImage(Change change, String table, JsonNode row, CloudEvent event, String data) {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    /// Empty for types that this version does not know.
    static Optional<ChangeImage> of(CloudEvent event) {
        return EventType.of(event.type()).map(type -> {
            var table = event.data().path("table").asString(type.table());
            return new ChangeImage(type.change(), table, event.row(), event, data(type.change(), table, event, null));
        });
    }

    /// With some of the columns only.
    String data(Set<String> columns) {
        return data(change, table, event, columns);
    }

    private static String data(Change change, String table, CloudEvent event, @Nullable Set<String> selected) {
        var data = FrameCodec.JSON.createObjectNode();
        data.put("schema", "public");
        data.put("table", table);
        data.put("commit_timestamp", WireJson.format(event.time()));
        data.put("type", change.name());
        var row = only(event.row(), selected);
        data.set("columns", columns(row));
        switch (change) {
            case INSERT -> data.set("record", row);
            case UPDATE -> {
                data.set("record", row);
                data.set("old_record", only(event.data().path("old_record"), selected));
            }
            case DELETE -> data.set("old_record", row);
        }
        data.putNull("errors");
        return FrameCodec.JSON.writeValueAsString(data);
    }

    private static ObjectNode only(JsonNode row, @Nullable Set<String> selected) {
        var kept = FrameCodec.JSON.createObjectNode();
        row.properties().forEach(field -> {
            if (selected == null || selected.contains(field.getKey())) {
                kept.set(field.getKey(), field.getValue());
            }
        });
        return kept;
    }

    private static ArrayNode columns(JsonNode row) {
        var columns = FrameCodec.JSON.createArrayNode();
        row.properties()
                .forEach(field -> columns.addObject()
                        .put("name", field.getKey())
                        .put("type", type(field.getKey(), field.getValue())));
        return columns;
    }

    /// PostgreSQL's name of the type, as far as the value shows it; the client converts by it.
    private static String type(String name, JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int8" : "numeric";
            case OBJECT -> "jsonb";
            case ARRAY -> {
                for (var element : value) {
                    if (!element.isString()) {
                        yield "jsonb";
                    }
                }
                yield "_text";
            }
            case NULL, MISSING -> name.endsWith("_at") ? "timestamptz" : name.endsWith("_id") ? "uuid" : "text";
            case STRING, BINARY, POJO -> text(name, value.asString());
        };
    }

    private static String text(String name, String value) {
        if ((name.equals("id") || name.endsWith("_id") || name.endsWith("_by"))
                && UUID.matcher(value).matches()) {
            return "uuid";
        }
        return name.endsWith("_at") && TIMESTAMP.matcher(value).matches() ? "timestamptz" : "text";
    }
}
