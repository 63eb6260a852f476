package io.deskwire.notification.realtime.change;

import io.deskwire.notification.realtime.protocol.MalformedFrameException;

import java.util.LinkedHashMap;
import java.util.Map;

/// A table whose changes clients may follow, with the columns that its events show.
record PublicTable(String name, Map<String, ColumnType> columns) {
    /// @throws MalformedFrameException with a sentence for the client: the table has no such column
    ColumnType column(String column) throws MalformedFrameException {
        var type = columns.get(column);
        if (type == null) {
            throw new MalformedFrameException("table " + name + " has no column " + column);
        }
        return type;
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
            return new PublicTable(name, Map.copyOf(columns));
        }
    }
}
