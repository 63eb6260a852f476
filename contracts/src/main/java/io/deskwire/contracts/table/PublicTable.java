package io.deskwire.contracts.table;

import java.util.LinkedHashMap;
import java.util.Map;

/// A table whose changes clients may follow, with the columns that its events show.
public record PublicTable(String name, Map<String, ColumnType> columns) {
    public PublicTable {
        columns = Map.copyOf(columns);
    }

    /// Makes one, type by type.
    static final class Builder {
        private final String name;
        private final Map<String, ColumnType> columns = new LinkedHashMap<>();

        Builder(String name) {
            this.name = name;
        }

        Builder with(ColumnType type, String... names) {
            for (var column : names) {
                if (columns.put(column, type) != null) {
                    throw new IllegalArgumentException("column " + column + " twice in " + name);
                }
            }
            return this;
        }

        PublicTable build() {
            return new PublicTable(name, columns);
        }
    }
}
