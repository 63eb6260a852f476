package io.deskwire.contracts.table;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Every table of a public event type and its columns, as the schemas in `contracts/http` describe its rows: those that
/// say which table they show (`x-table`). Needs SnakeYAML.
public final class PublicTables {
    private static final List<String> DESCRIPTIONS = List.of("auth", "automation", "notification-webhooks", "tickets");

    private static final Map<String, PublicTable> TABLES = read();

    private PublicTables() {}

    /// Null where no public event changes such a table.
    public static @Nullable PublicTable named(String name) {
        return TABLES.get(name);
    }

    /// By name.
    public static List<PublicTable> all() {
        return List.copyOf(TABLES.values());
    }

    private static Map<String, PublicTable> read() {
        var tables = new TreeMap<String, PublicTable>();
        for (var description : DESCRIPTIONS) {
            for (var table : RowSchemas.of(description).tables()) {
                if (tables.put(table.name(), table) != null) {
                    throw new IllegalStateException("two schemas show the rows of " + table.name());
                }
            }
        }
        return tables;
    }
}
