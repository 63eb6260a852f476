package io.deskwire.notification.realtime.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.contracts.event.EventType;
import io.deskwire.contracts.table.ColumnType;
import io.deskwire.contracts.table.PublicTable;
import io.deskwire.contracts.table.PublicTables;
import io.deskwire.testsupport.GoldenSamples;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The schemas in `contracts/http` and the samples in `contracts/events` show the same columns.
class PublicTablesTests {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final TreeMap<String, Set<String>> columns = new TreeMap<>();

    @Test
    void everyTableOfAPublicEventIsKnown() {
        assertThat(PublicTables.all().stream().map(PublicTable::name).collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(EventType.values())
                        .filter(type -> !type.internal())
                        .map(EventType::table)
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyColumnOfASampleIsKnownAndOfItsType() {
        for (var file : GoldenSamples.ending(".json")) {
            var sample = JSON.readTree(GoldenSamples.read(file.getFileName().toString()));
            var type = EventType.of(sample.path("type").asString()).orElseThrow();
            if (!type.internal()) {
                read(file.getFileName().toString(), sample.path("data").path("record"), type.table());
                read(file.getFileName().toString(), sample.path("data").path("old_record"), type.table());
            }
        }
        for (var table : PublicTables.all()) {
            assertThat(table.columns().keySet())
                    .as("columns of %s, as its samples show them and its schema (x-table) describes them", table.name())
                    .isEqualTo(columns.get(table.name()));
        }
    }

    private void read(String file, JsonNode row, String table) {
        var known = PublicTables.named(table);
        assertThat(known).as(table).isNotNull();
        for (var field : row.properties()) {
            columns.computeIfAbsent(table, _ -> new TreeSet<>()).add(field.getKey());
            var type = known.columns().get(field.getKey());
            assertThat(type)
                    .as("column %s of %s in %s: describe it in contracts/http", field.getKey(), table, file)
                    .isNotNull();
            if (!field.getValue().isNull()) {
                assertThat(fits(type, field.getValue()))
                        .as("%s: %s.%s is no %s: %s", file, table, field.getKey(), type, field.getValue())
                        .isTrue();
            }
        }
    }

    private static boolean fits(ColumnType type, JsonNode value) {
        return switch (type) {
            case UUID, TIMESTAMPTZ ->
                value.isString() && ColumnValues.of(type).read(value).isPresent();
            case TEXT -> value.isString() && !fits(ColumnType.TIMESTAMPTZ, value);
            case INT8 -> value.isIntegralNumber();
            case BOOL -> value.isBoolean();
            case JSONB -> value.isObject() || value.isArray() && value.valueStream().allMatch(JsonNode::isObject);
            case TEXTS -> value.isArray() && value.valueStream().allMatch(JsonNode::isString);
        };
    }
}
