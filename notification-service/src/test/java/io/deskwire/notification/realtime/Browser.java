package io.deskwire.notification.realtime;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the protocol, version 2.0.0, that remembers everything it got.
final class Browser implements WebSocket.Listener, AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    record Message(String joinRef, String ref, String topic, String event, JsonNode payload) {}

    final List<Message> received = new CopyOnWriteArrayList<>();
    final List<byte[]> binary = new CopyOnWriteArrayList<>();
    private final AtomicInteger refs = new AtomicInteger();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private final StringBuilder partial = new StringBuilder();
    private volatile int closeCode = -1;
    private WebSocket socket;

    static Browser at(int port) {
        return at(port, "2.0.0");
    }

    static Browser at(int port, String version) {
        var browser = new Browser();
        browser.socket = HTTP.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:%d/realtime/v1/websocket?apikey=sb_publishable_x&vsn=%s"
                                .formatted(port, version)),
                        browser)
                .join();
        return browser;
    }

    /// Joins `realtime:<channel>`; returns the reply.
    Message join(String channel, String token, Object config) {
        var ref = push(channel, "phx_join", Map.of("config", config, "access_token", token));
        return reply(ref);
    }

    Message join(String channel, String token, List<Map<String, Object>> changes) {
        return join(channel, token, Map.of("postgres_changes", changes));
    }

    static Map<String, Object> changes(String event, String table) {
        return Map.of("event", event, "schema", "public", "table", table);
    }

    /// Returns the message's ref.
    String push(String channel, String event, Object payload) {
        var ref = Integer.toString(refs.incrementAndGet());
        var topic = channel.equals("phoenix") ? channel : "realtime:" + channel;
        send(JSON.writeValueAsString(new Object[] {ref, ref, topic, event, payload}));
        return ref;
    }

    synchronized void send(String text) {
        socket.sendText(text, true).join();
    }

    synchronized void send(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    Message reply(String ref) {
        return first(message -> message.event().equals("phx_reply") && ref.equals(message.ref()));
    }

    Message first(Predicate<Message> wanted) {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> received.stream().anyMatch(wanted));
        return received.stream().filter(wanted).findFirst().orElseThrow();
    }

    List<JsonNode> changes(String channel) {
        return received.stream()
                .filter(message -> message.event().equals("postgres_changes")
                        && message.topic().equals("realtime:" + channel))
                .map(message -> message.payload().path("data"))
                .toList();
    }

    int closeCode() {
        return closeCode;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            var message = JSON.readTree(partial.toString());
            partial.setLength(0);
            received.add(
                    message.isArray()
                            ? new Message(
                                    message.path(0).asString(null),
                                    message.path(1).asString(null),
                                    message.path(2).asString(),
                                    message.path(3).asString(),
                                    message.path(4))
                            : new Message(
                                    message.path("join_ref").asString(null),
                                    message.path("ref").asString(null),
                                    message.path("topic").asString(),
                                    message.path("event").asString(),
                                    message.path("payload")));
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        var bytes = new byte[data.remaining()];
        data.get(bytes);
        parts.writeBytes(bytes);
        if (last) {
            binary.add(parts.toByteArray());
            parts.reset();
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
