package io.deskwire.common.relay.wal;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;

/// Debezium's stream, whose [#readPending] waits a while for something to be pending.
final class WaitingStream implements ReplicationStream {

    /// So long a stop or a heartbeat may be late.
    private static final int WAIT_MILLIS = 500;

    /// A server that does not hear what [ReceivedAhead] tells sends a keepalive for every commit of its cluster.
    private static final int GATHER_MILLIS = 2;

    private final ReplicationStream stream;
    private final ReadinessSocket socket;

    WaitingStream(ReplicationStream stream, ReadinessSocket socket) {
        this.stream = stream;
        this.socket = socket;
    }

    /// The driver may have more in its own buffer, so it is asked first. Where there was nothing but keepalives, the
    /// next ones gather: read one by one, a busy neighbour's would cost as much as the changes themselves.
    @Override
    public boolean readPending(ReplicationMessageProcessor processor) throws SQLException, InterruptedException {
        if (stream.readPending(processor)) {
            return true;
        }
        if (!awaitReadable()) {
            return false;
        }
        if (stream.readPending(processor)) {
            return true;
        }
        Thread.sleep(GATHER_MILLIS);
        return false;
    }

    private boolean awaitReadable() throws SQLException {
        try {
            return socket.awaitReadable(WAIT_MILLIS);
        } catch (IOException e) {
            throw new SQLException("The replication connection broke", e);
        }
    }

    @Override
    public void read(ReplicationMessageProcessor processor) throws SQLException, InterruptedException {
        stream.read(processor);
    }

    @Override
    public void flushLsn(Lsn lsn) throws SQLException {
        stream.flushLsn(lsn);
    }

    @Override
    public Lsn lastReceivedLsn() {
        return stream.lastReceivedLsn();
    }

    @Override
    public Lsn startLsn() {
        return stream.startLsn();
    }

    @Override
    public void startKeepAlive(ExecutorService service) {
        stream.startKeepAlive(service);
    }

    @Override
    public void stopKeepAlive() {
        stream.stopKeepAlive();
    }

    @Override
    public void close() throws Exception {
        stream.close();
    }
}
