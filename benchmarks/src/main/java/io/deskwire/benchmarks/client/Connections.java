package io.deskwire.benchmarks.client;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ConcurrentLinkedDeque;

/// As many connections as requests are under way at once. Thread-safe.
public final class Connections implements AutoCloseable {
    private final URI base;
    private final ConcurrentLinkedDeque<HttpConnection> idle = new ConcurrentLinkedDeque<>();

    public Connections(URI base) {
        this.base = base;
    }

    /// As [HttpConnection#post].
    public String post(String path, String headers, String body) throws IOException {
        var known = idle.pollFirst();
        var connection = known == null ? HttpConnection.to(base) : known;
        try {
            var answer = connection.post(path, headers, body);
            idle.addFirst(connection);
            return answer;
        } catch (IOException failure) {
            connection.close();
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        for (var connection : idle) {
            connection.close();
        }
    }
}
