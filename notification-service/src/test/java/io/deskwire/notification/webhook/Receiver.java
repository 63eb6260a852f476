package io.deskwire.notification.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A webhook receiver on loopback; each path behaves as it was told to.
final class Receiver implements AutoCloseable {
    /// @param receivedAt nanoseconds, for differences
    record Request(String path, Map<String, List<String>> headers, String body, long receivedAt) {
        String header(String name) {
            return headers.get(name).getFirst();
        }
    }

    @FunctionalInterface
    interface Behaviour {
        void answer(HttpExchange exchange, int call) throws IOException;
    }

    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Request> requests = new CopyOnWriteArrayList<>();

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void on(String path, Behaviour behaviour) {
        behaviours.put(path, behaviour);
    }

    /// Never answers while the receiver is open.
    void hangs(String path) {
        on(path, (_, _) -> closesWithin(Duration.ofDays(1)));
    }

    /// Answers with a byte every tenth of a second, and goes on for ten.
    void drips(String path) {
        on(path, (exchange, _) -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100 && !closesWithin(Duration.ofMillis(100)); i++) {
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
            }
        });
    }

    private boolean closesWithin(Duration time) {
        try {
            return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// These statuses, one a call; the last for good. A `Location` and a `Retry-After` where they are given.
    void answers(String path, @Nullable String retryAfter, int... statuses) {
        on(path, (exchange, call) -> {
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.getResponseHeaders().set("Location", url("/elsewhere"));
            exchange.sendResponseHeaders(statuses[Math.min(call, statuses.length) - 1], -1);
        });
    }

    List<Request> at(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(path, Map.copyOf(exchange.getRequestHeaders()), body, System.nanoTime()));
            var behaviour = behaviours.getOrDefault(path, (answer, _) -> answer.sendResponseHeaders(204, -1));
            behaviour.answer(exchange, at(path).size());
        }
    }
}
