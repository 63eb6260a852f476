package io.deskwire.common.relay.wal;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import io.debezium.connector.postgresql.spi.SlotCreationResult;
import java.sql.SQLException;
import java.util.Optional;

/// Debezium's replication connection, whose streams wait.
final class WaitingConnection implements ReplicationConnection {
    private final ReplicationConnection connection;

    WaitingConnection(ReplicationConnection connection) {
        this.connection = connection;
    }

    @Override
    public ReplicationStream startStreaming(WalPositionLocator position) throws SQLException, InterruptedException {
        return waiting(connection.startStreaming(position));
    }

    @Override
    public ReplicationStream startStreaming(Lsn offset, WalPositionLocator position)
            throws SQLException, InterruptedException {
        return waiting(connection.startStreaming(offset, position));
    }

    private static ReplicationStream waiting(ReplicationStream stream) throws SQLException {
        var socket = ReadinessSocketFactory.ofThisThread();
        if (socket == null) {
            throw new SQLException("The replication connection was not made by the thread that reads it");
        }
        return new WaitingStream(stream, socket);
    }

    @Override
    public Optional<SlotCreationResult> createReplicationSlot() throws SQLException {
        throw new SQLException("The slot has vanished; the relay makes it anew and replays what it missed");
    }

    @Override
    public void initConnection() throws SQLException, InterruptedException {
        connection.initConnection();
    }

    @Override
    public boolean isConnected() throws SQLException {
        return connection.isConnected();
    }

    @Override
    public void reconnect() throws SQLException {
        connection.reconnect();
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }
}
