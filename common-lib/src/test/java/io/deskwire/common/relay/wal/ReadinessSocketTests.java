package io.deskwire.common.relay.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessSocketTests {
    private final ReadinessSocket socket = new ReadinessSocket();
    private ServerSocket listener;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket.connect(listener.getLocalSocketAddress());
        server = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        socket.close();
        listener.close();
    }

    @Test
    void silenceEndsTheWait() throws IOException {
        assertThat(socket.awaitReadable(5)).isFalse();
    }

    @Test
    void nothingIsLostByWaiting() throws IOException {
        server.getOutputStream().write("hello".getBytes(UTF_8));
        assertThat(socket.awaitReadable(5_000)).isTrue();
        assertThat(socket.awaitReadable(5_000)).isTrue();
        assertThat(new String(socket.getInputStream().readNBytes(5), UTF_8)).isEqualTo("hello");
        assertThat(socket.awaitReadable(5)).isFalse();
    }

    @Test
    void readDoesNotBlockForMoreThanIsThere() throws IOException {
        server.getOutputStream().write('x');
        assertThat(socket.awaitReadable(5_000)).isTrue();
        assertThat(socket.getInputStream().available()).isEqualTo(1);
        assertThat(socket.getInputStream().read(new byte[10], 0, 10)).isEqualTo(1);
    }

    @Test
    void endOfStreamIsSomethingToRead() throws IOException {
        server.close();
        assertThat(socket.awaitReadable(5_000)).isTrue();
        assertThat(socket.getInputStream().read(new byte[1], 0, 1)).isEqualTo(-1);
    }

    @Test
    void lookDoesNotWait() throws IOException {
        socket.setSoTimeout(1);
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("Nothing to read");
        server.getOutputStream().write('x');
        assertThat(socket.awaitReadable(5_000)).isTrue();
        assertThat(socket.getInputStream().read()).isEqualTo('x');
    }

    @Test
    void driversOwnTimeoutStays() throws IOException {
        socket.setSoTimeout(7);
        assertThat(socket.awaitReadable(3)).isFalse();
        assertThat(socket.getSoTimeout()).isEqualTo(7);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
