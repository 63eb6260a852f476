package io.deskwire.common.relay.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/// Where an outbox lies and who reads it.
///
/// @param user `<service>_cdc`: LOGIN REPLICATION, reads the outbox, owns the slot
public record RelayDatabase(String host, int port, String name, String user, String password) {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /// The server notices within seconds that this machine is gone, and gives its locks to others.
    private static final String KEEPALIVES =
            "-c tcp_keepalives_idle=3 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3 -c tcp_user_timeout=8000";

    /// A new connection in auto-commit mode; the caller closes it.
    ///
    /// @param purpose seen in `pg_stat_activity`
    /// @param answerLimit of one statement; zero waits for ever
    public Connection connect(String purpose, Duration answerLimit) throws SQLException {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(name);
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("deskwire relay: " + purpose);
        source.setConnectTimeout((int) CONNECT_LIMIT.toSeconds());
        source.setSocketTimeout((int) answerLimit.toSeconds());
        source.setTcpKeepAlive(true);
        source.setOptions(KEEPALIVES);
        return source.getConnection();
    }

    @Override
    public String toString() {
        return "%s@%s:%d/%s".formatted(user, host, port, name);
    }
}
