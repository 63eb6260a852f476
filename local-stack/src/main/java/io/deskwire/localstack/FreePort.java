package io.deskwire.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Ports of this machine's loopback address.
public final class FreePort {

    /// Where Linux begins to take local ports from; other systems begin later.
    public static final int EPHEMERAL = 32_768;

    private static final int FIRST = 10_000;
    private static final int STRIDE = 20;
    private static final int PLACES = (EPHEMERAL - FIRST) / STRIDE;
    private static final int CONNECT_MILLIS = 500;
    private static final Duration INTERVAL = Duration.ofMillis(200);
    /// A closed connection holds its local port for a minute on Linux, elsewhere for up to two.
    private static final Duration PATIENCE = Duration.ofSeconds(130);

    /// Another process begins elsewhere.
    private static final AtomicInteger place =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % PLACES));

    private FreePort() {}

    /// A port that was free a moment ago, with room for some more after it, and that no outgoing connection will be
    /// given. It is another one at each call.
    public static int find() {
        for (int attempt = 0; attempt < PLACES; attempt++) {
            int port = FIRST + place.getAndIncrement() % PLACES * STRIDE;
            if (isFree(port)) {
                return port;
            }
        }
        throw new StackException("no free port from " + FIRST + " to " + EPHEMERAL);
    }

    /// Whether a server could listen on the port now.
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether somebody answers at the port.
    public static boolean isListenedAt(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return socket.getLocalPort() != port; // else it has reached itself
        } catch (IOException e) {
            return false;
        }
    }

    /// @throws StackException where somebody listens at the port, or a connection holds it for long
    static void require(int port, String what) {
        if (!isFree(port) && (isListenedAt(port) || !await(port))) {
            throw new StackException("Port %d, meant for %s, is taken by another program.".formatted(port, what));
        }
    }

    /// Waits for the end of a connection that holds the port.
    ///
    /// @return whether it is free now
    public static boolean await(int port) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isFree(port)) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
        return true;
    }
}
