package io.deskwire.localstack;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/// The superuser `postgres` of a cluster, reachable over TCP. Only the launcher and tests have it; services never
/// do.
public record Superuser(String host, int port, String password) {

    public static final String NAME = "postgres";

    /// A new connection in auto-commit mode; the caller closes it.
    public Connection connect(String database) throws SQLException {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(NAME);
        source.setPassword(password);
        return source.getConnection();
    }

    @Override
    public String toString() {
        return NAME + "@" + host + ":" + port;
    }
}
