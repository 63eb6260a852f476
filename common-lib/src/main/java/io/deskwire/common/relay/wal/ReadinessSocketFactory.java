package io.deskwire.common.relay.wal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Makes the sockets of replication connections. Public because the driver makes it by name.
public final class ReadinessSocketFactory extends SocketFactory {

    /// Debezium opens a stream's connection and reads from it on one thread, which ends with the stream.
    private static final ThreadLocal<Deque<ReadinessSocket>> made = ThreadLocal.withInitial(ArrayDeque::new);

    /// The socket that this thread had made first of those still open.
    static @Nullable ReadinessSocket ofThisThread() {
        made.get().removeIf(Socket::isClosed);
        return made.get().peek();
    }

    @Override
    public Socket createSocket() {
        var socket = new ReadinessSocket();
        made.get().add(socket);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("The driver connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw new IOException("The driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new IOException("The driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        throw new IOException("The driver connects by itself");
    }
}
