package io.deskwire.testsupport.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// What a service's database has of a tenant, by the catalogue: a table that is added later is seen as well.
///
/// @param role one past row-level security, `<service>_system`
public record TenantRows(String jdbcUrl, String role, String password) {
    private static final String TABLES = """
            SELECT c.relname, EXISTS (SELECT FROM pg_attribute a
                                       WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped) AS owned
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND has_table_privilege(c.oid, 'SELECT')
             ORDER BY c.relname
            """;

    /// Every table with a `tenant_id` and how many rows of the tenant it has; the proofs of erasures aside.
    public Map<String, Long> counts(UUID tenant) {
        return ask(connection -> {
            var counts = new TreeMap<String, Long>();
            for (var table : tables(connection, true)) {
                counts.put(table, number(connection, "SELECT count(*) FROM %s WHERE tenant_id = '%s'", table, tenant));
            }
            return counts;
        });
    }

    /// As [#counts], with a digest of the rows themselves.
    public Map<String, String> digests(UUID tenant) {
        return ask(connection -> {
            var digests = new TreeMap<String, String>();
            for (var table : tables(connection, true)) {
                var sql = "SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
                        + " FROM %s t WHERE tenant_id = '%s'";
                digests.put(table, text(connection, sql.formatted(table, tenant)));
            }
            return digests;
        });
    }

    /// The tables of which a row says these words anywhere, whether it names the tenant or not.
    public Set<String> mentioning(String words) {
        return ask(connection -> {
            var found = new TreeSet<String>();
            for (var table : tables(connection, false)) {
                if (number(connection, "SELECT count(*) FROM %s t WHERE position('%s' IN t::text) > 0", table, words)
                        > 0) {
                    found.add(table);
                }
            }
            return found;
        });
    }

    private static List<String> tables(Connection connection, boolean owned) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(TABLES)) {
            var tables = new ArrayList<String>();
            while (rows.next()) {
                var table = rows.getString("relname");
                if (!table.equals("tenant_erasures") && (rows.getBoolean("owned") || !owned)) {
                    tables.add(table);
                }
            }
            return tables;
        }
    }

    private static long number(Connection connection, String sql, Object... parts) throws SQLException {
        return Long.parseLong(text(connection, sql.formatted(parts)));
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private <T> T ask(Question<T> question) {
        try (var connection = DriverManager.getConnection(jdbcUrl, role, password)) {
            return question.ask(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
