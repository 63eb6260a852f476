package io.deskwire.notification.realtime.change;

import io.deskwire.contracts.table.PublicTable;
import io.deskwire.contracts.table.PublicTables;
import io.deskwire.notification.realtime.protocol.MalformedFrameException;
import java.util.stream.Collectors;

/// Finds what a client names in the catalogue of public tables.
final class FollowedTables {
    private FollowedTables() {}

    /// @throws MalformedFrameException with a sentence for the client
    static PublicTable table(String name) throws MalformedFrameException {
        var table = PublicTables.named(name);
        if (table == null) {
            throw new MalformedFrameException("there is no table " + name + " in schema public (there are: "
                    + PublicTables.all().stream().map(PublicTable::name).collect(Collectors.joining(", ")) + ")");
        }
        return table;
    }

    /// @throws MalformedFrameException with a sentence for the client: the table has no such column
    static ColumnValues column(PublicTable table, String column) throws MalformedFrameException {
        var type = table.columns().get(column);
        if (type == null) {
            throw new MalformedFrameException("table " + table.name() + " has no column " + column);
        }
        return ColumnValues.of(type);
    }
}
