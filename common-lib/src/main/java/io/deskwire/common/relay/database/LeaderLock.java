package io.deskwire.common.relay.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Leadership over one outbox: a session's advisory lock, held as long as its connection lives.
///
/// What only the leader may write goes through [#jdbc()], that is over the same connection: a node that has lost the
/// lock cannot write either.
public final class LeaderLock implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LeaderLock.class);
    private static final long KEY = 0x6465736b77697265L; // "deskwire"
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

    private final Connection connection;
    private final JdbcClient jdbc;

    private LeaderLock(Connection connection) {
        this.connection = connection;
        this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    public static LeaderLock open(RelayDatabase database) throws SQLException {
        return new LeaderLock(database.connect("leader", ANSWER_LIMIT));
    }

    /// Asks without waiting: a waiting statement would hold back vacuum in the whole database.
    public boolean tryAcquire() {
        return jdbc.sql("SELECT pg_try_advisory_lock(:key)")
                .param("key", KEY)
                .query(Boolean.class)
                .single();
    }

    /// Thread-safe, auto-commit.
    public JdbcClient jdbc() {
        return jdbc;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("The leader's connection was already lost", e);
        }
    }
}
