package io.deskwire.tickets.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The list of columns, the table and the grant for UPDATE say the same.
@TicketsServiceTest
class TicketColumnsIT {
    /// What the database itself writes.
    private static final Set<String> DERIVED = Set.of("number", "changed_at");

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Test
    void writesEveryColumnOfTheTable() {
        var columns = names("""
                SELECT column_name FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name = 'tickets'
                """);
        columns.removeAll(DERIVED);

        assertThat(TicketColumns.WRITTEN.names())
                .as("TicketColumns.FIXED and CHANGED: a column that is in neither is never written")
                .containsExactlyInAnyOrderElementsOf(columns);
    }

    @Test
    void mayUpdateWhatEveryUpdateWrites() {
        assertThat(TicketColumns.CHANGED.names())
                .as("GRANT UPDATE (…) ON tickets in a migration, and TicketColumns.CHANGED")
                .containsExactlyInAnyOrderElementsOf(names("""
                        SELECT attname FROM pg_attribute
                         WHERE attrelid = 'tickets'::regclass AND attnum > 0 AND NOT attisdropped
                           AND has_column_privilege('tickets_app', attrelid, attnum, 'UPDATE')
                        """));
    }

    private List<String> names(String sql) {
        return new java.util.ArrayList<>(
                system.query("test", () -> jdbc.sql(sql).query(String.class).list()));
    }
}
