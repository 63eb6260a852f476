package io.deskwire.benchmarks.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One connection kept alive, one request at a time: a load generator that leaves the processor to what it measures.
/// Not thread-safe.
public final class HttpConnection implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    private static final int TIMEOUT_MILLIS = 30_000;

    private final URI base;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private HttpConnection(URI base, Socket socket) throws IOException {
        this.base = base;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        this.out = socket.getOutputStream();
    }

    public static HttpConnection to(URI base) throws IOException {
        return new HttpConnection(base, open(base));
    }

    private static Socket open(URI base) throws IOException {
        var socket = new Socket(base.getHost(), base.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private void reopen() throws IOException {
        socket.close();
        socket = open(base);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = socket.getOutputStream();
    }

    /// What came back; fails where the status is not 2xx.
    ///
    /// @param headers whole lines, each with its `\r\n`
    public String post(String path, String headers, String body) throws IOException {
        return send("POST", path, headers, body);
    }

    /// As [#post].
    public String get(String path, String headers) throws IOException {
        return send("GET", path, headers, "");
    }

    private String send(String method, String path, String headers, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = "%s %s HTTP/1.1\r\nHost: %s:%d\r\n%sContent-Length: %d\r\n\r\n"
                .formatted(method, path, base.getHost(), base.getPort(), headers, bytes.length);
        var request = new byte[head.length() + bytes.length];
        System.arraycopy(head.getBytes(StandardCharsets.ISO_8859_1), 0, request, 0, head.length());
        System.arraycopy(bytes, 0, request, head.length(), bytes.length);
        out.write(request);
        var answer = head();
        var text = new String(
                answer.contains("\r\ntransfer-encoding: chunked") ? chunks() : in.readNBytes(length(answer)),
                StandardCharsets.UTF_8);
        if (answer.contains("\r\nconnection: close")) {
            reopen();
        }
        if (!answer.startsWith("http/1.1 2")) {
            throw new IOException("%s answered %s: %s"
                    .formatted(path, answer.lines().findFirst().orElse(""), text));
        }
        return text;
    }

    private String head() throws IOException {
        var head = new StringBuilder(256);
        while (head.length() < 4 || head.lastIndexOf("\r\n\r\n") != head.length() - 4) {
            head.append((char) read());
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }

    private static int length(String head) {
        var at = head.indexOf("\r\ncontent-length: ");
        return at < 0 ? 0 : Integer.parseInt(head.substring(at + 18, head.indexOf("\r\n", at + 18)));
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = chunk(); size > 0; size = chunk()) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = read(); c != '\n'; c = read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private int read() throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new EOFException("the connection ended");
        }
        return c;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
