package io.deskwire.contracts.table;

import java.util.Map;

/// A table whose changes clients may follow, with the columns that its events show.
public record PublicTable(String name, Map<String, ColumnType> columns) {
    public PublicTable {
        columns = Map.copyOf(columns);
    }
}
