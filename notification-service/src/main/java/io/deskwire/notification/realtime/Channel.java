package io.deskwire.notification.realtime;

import io.deskwire.common.identity.Caller;
import io.deskwire.notification.feed.EventTail;
import io.deskwire.notification.feed.EventTail.Attachment;
import io.deskwire.notification.feed.Position;
import io.deskwire.notification.feed.TailEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One joined channel of one connection.
final class Channel implements EventTail.Listener {
    /// What the client asked for when it joined.
    record Config(boolean self, boolean ack, boolean presence, String presenceKey) {
        static Config of(JsonNode config) {
            var broadcast = config.path("broadcast");
            var presence = config.path("presence");
            var key = presence.path("key").asString("");
            return new Config(
                    flag(broadcast.path("self"), false),
                    flag(broadcast.path("ack"), false),
                    flag(presence.path("enabled"), true),
                    key.isEmpty() ? UUID.randomUUID().toString() : key);
        }

        /// Some clients send booleans as strings.
        private static boolean flag(JsonNode value, boolean otherwise) {
            return value.isBoolean()
                    ? value.asBoolean()
                    : value.isString() ? "true".equals(value.asString()) : otherwise;
        }
    }

    private final RealtimeConnection connection;
    private final String topic;
    private final @Nullable String joinRef;
    private final @Nullable String ref;
    private final Config config;
    private final List<ChangeBinding> bindings;
    private volatile Caller caller;
    private volatile @Nullable Attachment attachment;
    private volatile boolean closed;

    Channel(RealtimeConnection connection, Frame join, Config config, List<ChangeBinding> bindings, Caller caller) {
        this.connection = connection;
        this.topic = join.topic();
        this.joinRef = join.joinRef() == null ? join.ref() : join.joinRef();
        this.ref = join.ref();
        this.config = config;
        this.bindings = bindings;
        this.caller = caller;
    }

    String topic() {
        return topic;
    }

    Config config() {
        return config;
    }

    Caller caller() {
        return caller;
    }

    UUID tenant() {
        return caller.requireTenant().value();
    }

    RealtimeConnection connection() {
        return connection;
    }

    boolean isClosed() {
        return closed;
    }

    /// Answers the join: at once where there is nothing to follow, otherwise in the moment in which it follows.
    void open(EventTail tail) {
        if (bindings.isEmpty()) {
            answerJoin();
        } else {
            attachment = tail.attach(caller, this);
        }
    }

    private void answerJoin() {
        var response = FrameCodec.JSON.createObjectNode();
        var answers = response.putArray("postgres_changes");
        bindings.forEach(binding -> answers.add(binding.answer()));
        connection.reply(joinRef, ref, topic, "ok", response);
    }

    @Override
    public void attached(Position position, List<TailEvent> backlog) {
        answerJoin();
        system("ok", "postgres_changes", "Subscribed to PostgreSQL");
    }

    @Override
    public void on(TailEvent event) {
        if (!closed) {
            connection.enqueue(new Outgoing.Change(this, event));
        }
    }

    /// An error makes the client join again, from where it must fetch what it shows.
    @Override
    public void lost() {
        closed = true;
        push("phx_error", "{}");
    }

    /// The messages of a change: none where no binding wants it, one for all bindings that ask for the same columns.
    List<String> messages(ChangeImage change) {
        return bindings.stream()
                .filter(binding -> binding.matches(change.change(), change.table(), change.row()))
                .collect(Collectors.groupingBy(
                        binding -> Optional.ofNullable(binding.columns()), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(alike -> message(change, alike))
                .toList();
    }

    private String message(ChangeImage change, List<ChangeBinding> alike) {
        var ids = alike.stream().map(binding -> Integer.toString(binding.id())).collect(Collectors.joining(","));
        var columns = alike.getFirst().columns();
        var data = columns == null ? change.data() : change.data(columns);
        return connection.encode(joinRef, topic, "postgres_changes", "{\"ids\":[" + ids + "],\"data\":" + data + "}");
    }

    void becomes(Caller renewed) {
        caller = renewed;
        var attached = attachment;
        if (attached != null) {
            attached.becomes(renewed);
        }
    }

    void system(String status, String extension, String message) {
        var payload = FrameCodec.JSON.createObjectNode();
        payload.put("extension", extension);
        payload.put("status", status);
        payload.put("message", message);
        payload.put("channel", topic.substring(Frame.CHANNEL.length()));
        push("system", FrameCodec.JSON.writeValueAsString(payload));
    }

    void push(String event, String payload) {
        connection.enqueue(new Outgoing.Text(connection.encode(joinRef, topic, event, payload)));
    }

    /// Ends what the channel follows; the client is told by whoever closes it.
    void close() {
        closed = true;
        var attached = attachment;
        if (attached != null) {
            attached.close();
        }
    }
}
