package io.deskwire.benchmarks.counter;

import io.deskwire.localstack.Superuser;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Statements as PostgreSQL counts them; commits, rows and bytes as the write-ahead log has them, which holds exactly
/// what was written and needs no waiting for anybody's statistics.
///
/// Statements are known where the server has loaded `pg_stat_statements`. `BEGIN` is none: it travels with the next
/// one. A commit is one that wrote something. Bytes are those of records: how many pages follow in full depends on
/// when the last checkpoint was. Not thread-safe.
public final class PostgresCounters implements AutoCloseable {
    public static final String STATEMENTS = "statements";
    public static final String COMMITS = "commits";
    public static final String ROWS = "rows";
    public static final String WAL_BYTES = "wal_bytes";
    public static final String FULL_PAGE_BYTES = "wal_full_page_bytes";

    private final Connection connection;
    private final boolean statementsKnown;
    private final Map<String, Double> sums = new HashMap<>();
    private String position;

    private PostgresCounters(Connection connection, boolean statementsKnown, String position) {
        this.connection = connection;
        this.statementsKnown = statementsKnown;
        this.position = position;
    }

    /// @param scratch a database to keep the counting functions in
    static PostgresCounters of(Superuser superuser, String scratch) throws SQLException {
        var connection = superuser.connect(scratch);
        var preloaded = text(connection, "SHOW shared_preload_libraries");
        var known = preloaded.contains("pg_stat_statements");
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS pg_walinspect");
            if (known) {
                statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
            }
        }
        return new PostgresCounters(connection, known, position(connection));
    }

    /// Since this was made; statements since the server started. All of it as of the moment of the call: what takes
    /// time, the log, is read up to where it was then.
    Map<String, Double> read() throws SQLException {
        var now = position(connection);
        var counts = new HashMap<String, Double>();
        if (statementsKnown) {
            counts.put(STATEMENTS, Double.parseDouble(text(connection, """
                    SELECT coalesce(sum(s.calls), 0)
                      FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
                     WHERE s.toplevel AND r.rolname <> current_user AND s.query NOT ILIKE 'BEGIN%'
                    """)));
        }
        addRecords(position, now);
        position = now;
        counts.putAll(sums);
        return counts;
    }

    private void addRecords(String from, String until) throws SQLException {
        if (from.equals(until)) {
            return;
        }
        try (var statement = connection.prepareStatement("""
                SELECT "resource_manager/record_type" AS kind, "count", record_size, fpi_size
                  FROM pg_get_wal_stats(?::pg_lsn, ?::pg_lsn, true)
                """)) {
            statement.setString(1, from);
            statement.setString(2, until);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    add(rows);
                }
            }
        }
    }

    private void add(ResultSet record) throws SQLException {
        var kind = record.getString("kind");
        double count = record.getDouble("count");
        if (kind.equals("Transaction/COMMIT")) {
            sums.merge(COMMITS, count, Double::sum);
        } else if (kind.matches("Heap/(INSERT|(HOT_)?UPDATE|DELETE)(\\+INIT)?")) {
            sums.merge(ROWS, count, Double::sum);
        }
        sums.merge(WAL_BYTES, record.getDouble("record_size"), Double::sum);
        sums.merge(FULL_PAGE_BYTES, record.getDouble("fpi_size"), Double::sum);
    }

    private static String position(Connection connection) throws SQLException {
        return text(connection, "SELECT pg_current_wal_flush_lsn()");
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
