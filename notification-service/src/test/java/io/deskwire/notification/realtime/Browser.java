package io.deskwire.notification.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<String, String> joins = new ConcurrentHashMap<>();
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
        return joined(channel, Map.of("config", config, "access_token", token));
    }

    /// Joins before there is a token.
    Message joinAsNobody(String channel, Object config) {
        return joined(channel, Map.of("config", config));
    }

    private Message joined(String channel, Object payload) {
        return reply(push(channel, "phx_join", payload));
    }

    void token(String channel, String token) {
        push(channel, "access_token", Map.of("access_token", token));
    }

    /// Returns the broadcast's ref.
    String broadcast(String channel, String event, Object payload) {
        return push(channel, "broadcast", Map.of("type", "broadcast", "event", event, "payload", payload));
    }

    String track(String channel, Object meta) {
        return push(channel, "presence", Map.of("type", "presence", "event", "track", "payload", meta));
    }

    /// Whatever was sent before has been worked off when this returns.
    void settle() {
        reply(push("phoenix", "heartbeat", Map.of()));
    }

    Message join(String channel, String token, List<Map<String, Object>> changes) {
        return join(channel, token, Map.of("postgres_changes", changes));
    }

    static Map<String, Object> changes(String event, String table) {
        return Map.of("event", event, "schema", "public", "table", table);
    }

    /// Within the channel's present join, as clients do. Returns the message's ref.
    String push(String channel, String event, Object payload) {
        var ref = Integer.toString(refs.incrementAndGet());
        if (event.equals("phx_join")) {
            joins.put(channel, ref);
        }
        push(joins.get(channel), ref, channel, event, payload);
        return ref;
    }

    void push(String joinRef, String ref, String channel, String event, Object payload) {
        var topic = channel.equals("phoenix") ? channel : "realtime:" + channel;
        send(JSON.writeValueAsString(new Object[] {joinRef, ref, topic, event, payload}));
    }

    /// With a payload that is JSON already, in the channel's present join.
    void sendPayload(String channel, String ref, String event, String payload) {
        send("[\"%s\",\"%s\",\"realtime:%s\",\"%s\",%s]".formatted(joins.get(channel), ref, channel, event, payload));
    }

    String joinRef(String channel) {
        return joins.get(channel);
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

    List<String> subjects(String channel) {
        return changes(channel).stream()
                .map(data -> data.path("record").path("subject").asString())
                .toList();
    }

    /// Returns once the ticket has come: then it has been told to everybody.
    void awaitSubject(String channel, String subject) {
        await().untilAsserted(() -> assertThat(subjects(channel)).contains(subject));
    }

    boolean heard(String channel, String event) {
        return received.stream()
                .anyMatch(message ->
                        message.event().equals(event) && message.topic().equals("realtime:" + channel));
    }

    /// The texts of `system` messages.
    List<String> systems(String channel) {
        return received.stream()
                .filter(message ->
                        message.event().equals("system") && message.topic().equals("realtime:" + channel))
                .map(message -> message.payload().path("message").asString())
                .toList();
    }

    /// Broadcasts of either form, as `<event> <payload>` and what is said about them.
    List<String> broadcasts() {
        var all = new ArrayList<String>();
        binary.forEach(bytes -> all.add(text(bytes)));
        received.stream()
                .filter(message -> message.event().equals("broadcast"))
                .forEach(message -> all.add("%s %s%s"
                        .formatted(
                                message.payload().path("event").asString(),
                                message.payload().path("payload"),
                                replayed(message.payload().path("meta")))));
        return all;
    }

    private static String text(byte[] kindFour) {
        var lengths = new int[] {kindFour[1] & 0xff, kindFour[2] & 0xff, kindFour[3] & 0xff};
        var text = new String(kindFour, UTF_8).substring(5 + lengths[0]);
        var meta = text.substring(lengths[1], lengths[1] + lengths[2]);
        return text.substring(0, lengths[1]) + " " + text.substring(lengths[1] + lengths[2])
                + (meta.isEmpty() ? "" : replayed(JSON.readTree(meta)));
    }

    private static String replayed(JsonNode meta) {
        return meta.path("replayed").asBoolean(false) ? " replayed" : "";
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
