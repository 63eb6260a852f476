package io.deskwire.contracts.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.deskwire.contracts.event.EventType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowSchemasTests {
    private static final String DESCRIPTION = """
            components:
              schemas:
                Status: {type: string, enum: [on, off]}
                Lamp:
                  type: object
                  x-table: lamps
                  properties:
                    id: {type: string, format: uuid}
                    room: {type: [string, "null"]}
                    status: {$ref: '#/components/schemas/Status'}
                    lit_at: {type: [string, "null"], format: date-time}
                    watts: {type: integer}
                    dimmed: {type: boolean}
                    colours: {type: array, items: {type: string}}
                    extras: {type: object}
                    socket: {type: string, format: uuid, x-column: text}
                    key: {type: object, x-column: none}
                LampPage:
                  type: object
                  properties:
                    data: {type: array, items: {$ref: '#/components/schemas/Lamp'}}
            """;

    @Test
    void readsTheColumnsOfASchemaThatNamesItsTable() {
        var tables = tables(DESCRIPTION);

        assertThat(tables).extracting(PublicTable::name).containsExactly("lamps");
        assertThat(tables.getFirst().columns())
                .containsOnly(
                        entry("id", ColumnType.UUID),
                        entry("room", ColumnType.TEXT),
                        entry("status", ColumnType.TEXT),
                        entry("lit_at", ColumnType.TIMESTAMPTZ),
                        entry("watts", ColumnType.INT8),
                        entry("dimmed", ColumnType.BOOL),
                        entry("colours", ColumnType.TEXTS),
                        entry("extras", ColumnType.JSONB),
                        entry("socket", ColumnType.TEXT));
    }

    @Test
    void refusesAColumnWhoseTypeTheSchemaDoesNotSay() {
        assertThatThrownBy(() -> tables(DESCRIPTION.replace("{type: integer}", "{type: number}")))
                .hasMessageContaining("watts")
                .hasMessageContaining("x-column");
    }

    @Test
    void knowsTheTableOfEveryPublicEvent() {
        assertThat(PublicTables.all())
                .extracting(PublicTable::name)
                .containsExactlyElementsOf(Arrays.stream(EventType.values())
                        .filter(type -> !type.internal())
                        .map(EventType::table)
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static List<PublicTable> tables(String description) {
        return RowSchemas.of(new ByteArrayInputStream(description.getBytes(StandardCharsets.UTF_8)))
                .tables();
    }
}
