package io.deskwire.testsupport.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/// Lints a migrated database: every table with a tenant in it is under row-level security, forced, with policies
/// in init-plan form, and nobody who serves requests can step around them.
public final class RowLevelSecurity {
    /// Tables with a `tenant_id` column, partitions aside; each with its flags and its policies' expressions.
    private static final String TENANT_TABLES = """
            SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
                   (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) AS policies,
                   (SELECT coalesce(string_agg(coalesce(pg_get_expr(p.polqual, p.polrelid), '') || ' '
                           || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''), ' '), '')
                      FROM pg_policy p WHERE p.polrelid = c.oid) AS expressions,
                   EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND (
                       SELECT attname FROM pg_attribute WHERE attrelid = c.oid AND attnum = i.indkey[0]) = 'tenant_id') AS indexed
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
             WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
             ORDER BY c.relname
            """;

    private static final String BYPASSING = """
            SELECT rolname FROM pg_roles WHERE (rolbypassrls OR rolsuper) AND rolname LIKE '%\\_app'
            """;

    private RowLevelSecurity() {}

    /// What is wrong, a line each; empty where all is well.
    ///
    /// @param exempt tables with a tenant that requests cannot reach at all; the caller says why at each
    public static List<String> findings(DataSource database, Set<String> exempt) {
        try (var connection = database.getConnection()) {
            var findings = new ArrayList<String>();
            tables(connection, exempt, findings);
            roles(connection, findings);
            return findings;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void tables(Connection connection, Set<String> exempt, List<String> findings) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(TENANT_TABLES)) {
            while (rows.next()) {
                var table = rows.getString("relname");
                if (exempt.contains(table)) {
                    continue;
                }
                if (!rows.getBoolean("relrowsecurity") || !rows.getBoolean("relforcerowsecurity")) {
                    findings.add(table + ": row-level security is not enabled and forced");
                }
                if (rows.getInt("policies") == 0) {
                    findings.add(table + ": has no policy");
                }
                if (!rows.getBoolean("indexed")) {
                    findings.add(table + ": no index begins with tenant_id");
                }
                initPlan(table, rows.getString("expressions"), findings);
            }
        }
    }

    /// A bare `app.tenant_id()` runs for every row; `(SELECT app.tenant_id())` once a statement.
    private static void initPlan(String table, String expressions, List<String> findings) {
        var bare = expressions.replaceAll("SELECT\\s+(COALESCE\\()?app\\.\\w+\\(", "");
        if (bare.contains("app.")) {
            findings.add(table + ": a policy calls app.…() outside (SELECT …): " + expressions);
        }
    }

    private static void roles(Connection connection, List<String> findings) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(BYPASSING)) {
            while (rows.next()) {
                findings.add(rows.getString("rolname") + ": may bypass row-level security");
            }
        }
    }
}
