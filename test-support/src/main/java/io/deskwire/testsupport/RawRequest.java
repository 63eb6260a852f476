package io.deskwire.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import tools.jackson.databind.json.JsonMapper;

/// One HTTP/1.1 request on a socket of its own, for tests of clients that leave before they are answered.
public final class RawRequest implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Socket socket;

    private RawRequest(Socket socket) {
        this.socket = socket;
    }

    /// @param api whose address, token and headers are sent
    public static RawRequest post(Api api, String path, Object body) {
        return send(api, "POST", path, JSON.writeValueAsString(body));
    }

    public static RawRequest get(Api api, String path) {
        return send(api, "GET", path, "");
    }

    private static RawRequest send(Api api, String method, String path, String body) {
        var head = new StringBuilder("%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n"
                .formatted(method, path, URI.create(api.baseUrl()).getAuthority()));
        if (api.token() != null) {
            head.append("Authorization: Bearer ").append(api.token()).append("\r\n");
        }
        api.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (!body.isEmpty()) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.getBytes(UTF_8).length)
                    .append("\r\n");
        }
        return text(api.baseUrl(), head + "\r\n" + body);
    }

    /// Whatever bytes a test wants to send.
    public static RawRequest text(String baseUrl, String text) {
        var address = URI.create(baseUrl);
        try {
            var socket = new Socket(address.getHost(), address.getPort());
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(text.getBytes(UTF_8));
            return new RawRequest(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// How a client may leave.
    public enum Leave {
        /// As a process that ends, or `AbortController.abort()`.
        CLOSE,
        /// As a process that is killed with bytes unread.
        RESET,
        /// Will send nothing any more, and still reads.
        HALF_CLOSE
    }

    public void leave(Leave how) {
        try {
            switch (how) {
                case CLOSE -> socket.close();
                case RESET -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
                case HALF_CLOSE -> socket.shutdownOutput();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Everything the other side sends until it closes.
    public String answer() {
        try {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        leave(Leave.CLOSE);
    }
}
