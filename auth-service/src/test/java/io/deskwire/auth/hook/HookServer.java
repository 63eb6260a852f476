package io.deskwire.auth.hook;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A real hook: verifies the signature of what it is asked, and answers as each test wants.
final class HookServer {
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final AtomicInteger calls = new AtomicInteger();
    private volatile Hook hook = HookServer::unchanged;
    private volatile JsonNode asked = JSON.missingNode();
    private volatile boolean verified;
    private final HttpServer server = start();

    interface Hook {
        void answer(HttpExchange exchange, ObjectNode claims) throws Exception;
    }

    private HttpServer start() {
        try {
            var started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.createContext("/", this::serve);
            started.start();
            return started;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            calls.incrementAndGet();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            new Webhook(SECRET).verify(body, HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true));
            verified = true;
            asked = JSON.readTree(body);
            hook.answer(exchange, (ObjectNode) asked.get("claims"));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static void unchanged(HttpExchange exchange, ObjectNode claims) throws IOException {
        answer(exchange, 200, JSON.writeValueAsString(Map.of("claims", claims)));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// From now on.
    void answers(Hook hook) {
        this.hook = hook;
    }

    /// As before the first call, with an answer that leaves the claims as they are.
    void reset() {
        hook = HookServer::unchanged;
        calls.set(0);
        asked = JSON.missingNode();
        verified = false;
    }

    int calls() {
        return calls.get();
    }

    /// Whether a signature was right.
    boolean verified() {
        return verified;
    }

    /// The last question; missing before there was one.
    JsonNode asked() {
        return asked;
    }
}
