package io.deskwire.notification.realtime.change;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.json.WireJson;
import io.deskwire.contracts.event.EventType;
import io.deskwire.contracts.event.EventType.Change;
import io.deskwire.contracts.table.ColumnType;
import io.deskwire.contracts.table.PublicTable;
import io.deskwire.contracts.table.PublicTables;
import io.deskwire.notification.realtime.protocol.FrameCodec;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An event as `postgres_changes` shows it: what happened to which row of which table.
///
/// @param row what filters look at: the new row, for a deletion the last one
/// @param data the `data` of the message as JSON text, shared by all who see every column
public record ChangeImage(Change change, String table, JsonNode row, CloudEvent event, String data) {
    /// Empty for types that this version does not know.
    public static Optional<ChangeImage> of(CloudEvent event) {
        return EventType.of(event.type()).map(type -> {
            var table = event.data().path("table").asString(type.table());
            return new ChangeImage(type.change(), table, event.row(), event, data(type.change(), table, event, null));
        });
    }

    /// With some of the columns only.
    public String data(Set<String> columns) {
        return data(change, table, event, columns);
    }

    private static String data(Change change, String table, CloudEvent event, @Nullable Set<String> selected) {
        var data = FrameCodec.JSON.createObjectNode();
        data.put("schema", "public");
        data.put("table", table);
        data.put("commit_timestamp", WireJson.format(event.time()));
        data.put("type", change.name());
        var row = only(event.row(), selected);
        data.set("columns", columns(PublicTables.named(table), row));
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

    private static ArrayNode columns(@Nullable PublicTable table, JsonNode row) {
        var columns = FrameCodec.JSON.createArrayNode();
        row.properties().forEach(field -> {
            var known = table == null ? null : table.columns().get(field.getKey());
            var type = known == null ? guessed(field.getValue()) : known;
            columns.addObject().put("name", field.getKey()).put("type", type.wire());
        });
        return columns;
    }

    /// Of a column that a newer producer added.
    private static ColumnType guessed(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> ColumnType.BOOL;
            case NUMBER -> value.isIntegralNumber() ? ColumnType.INT8 : ColumnType.JSONB;
            case OBJECT, ARRAY -> ColumnType.JSONB;
            case NULL, MISSING, STRING, BINARY, POJO -> ColumnType.TEXT;
        };
    }
}
