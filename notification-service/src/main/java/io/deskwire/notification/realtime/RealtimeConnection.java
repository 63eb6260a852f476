package io.deskwire.notification.realtime;

import io.deskwire.notification.feed.EventTail;
import io.deskwire.notification.realtime.Admission.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// One browser: its channels, and the one thread that writes to it.
///
/// Messages come in one at a time. What goes out waits in a bounded queue, so that a slow browser delays nobody: when
/// the queue is full, it is closed and comes back.
final class RealtimeConnection {
    private static final Logger log = LoggerFactory.getLogger(RealtimeConnection.class);

    /// What all connections share.
    record Shared(
            EventTail tail,
            ChangeImages images,
            ChannelHub hub,
            Admission admission,
            RealtimeProperties properties,
            Clock clock) {}

    private final WebSocketSession session;
    private final FrameCodec codec;
    private final Shared shared;
    private final LinkedBlockingQueue<Outgoing> outgoing;
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    private final Thread writer;
    private volatile boolean overflowed;
    private int lastBinding;

    RealtimeConnection(WebSocketSession session, FrameCodec codec, Shared shared) {
        this.session = session;
        this.codec = codec;
        this.shared = shared;
        this.outgoing = new LinkedBlockingQueue<>(shared.properties().queueMessages());
        this.writer = Thread.ofVirtual().name("realtime-", 0).unstarted(this::write);
    }

    void start() {
        writer.start();
    }

    FrameCodec codec() {
        return codec;
    }

    void receive(String text) throws MalformedFrameException {
        var frame = codec.decode(text);
        switch (frame.event()) {
            case "heartbeat" -> reply(frame.joinRef(), frame.ref(), frame.topic(), "ok", null);
            case "phx_join" -> join(frame);
            case "phx_leave" -> leave(frame);
            case "access_token" -> renew(frame);
            case "broadcast" -> broadcast(frame);
            case "presence" -> presence(frame);
            default -> log.debug("Event {} is not known", frame.event());
        }
    }

    void receive(ByteBuffer bytes) throws MalformedFrameException {
        var frame = BroadcastFrame.decode(bytes);
        if (frame.isJson()) {
            requireJson(frame.payload());
        }
        broadcast(
                new Frame(frame.joinRef(), frame.ref(), frame.topic(), "broadcast", FrameCodec.JSON.nullNode()),
                frame.event(),
                frame.isJson(),
                frame.payload());
    }

    private static void requireJson(byte[] payload) throws MalformedFrameException {
        try {
            FrameCodec.JSON.readTree(payload);
        } catch (JacksonException notJson) {
            throw new MalformedFrameException("the broadcast's payload is not valid JSON");
        }
    }

    private void join(Frame frame) {
        var before = channels.remove(frame.topic());
        if (before != null) {
            end(before);
        }
        try {
            var channel = admitted(frame);
            channels.put(frame.topic(), channel);
            channel.open(shared.tail());
            shared.hub().join(channel);
            if (channel.isClosed() || !session.isOpen()) {
                channel.close();
                shared.hub().leave(channel);
            }
        } catch (RefusedException refused) {
            var response = FrameCodec.JSON.createObjectNode();
            response.put("reason", refused.getMessage());
            reply(frame.joinRef(), frame.ref(), frame.topic(), "error", response);
        } catch (MalformedFrameException impossible) {
            refuseForGood(frame, "UnableToSubscribeToPostgres: " + impossible.getMessage());
        }
    }

    /// Clients repeat a refused join for ever; after `phx_close` they show its reason and leave it.
    private void refuseForGood(Frame frame, String reason) {
        var response = FrameCodec.JSON.createObjectNode();
        response.put("reason", reason);
        reply(frame.joinRef(), frame.ref(), frame.topic(), "error", response);
        var joinRef = frame.joinRef() == null ? frame.ref() : frame.joinRef();
        enqueue(new Outgoing.Text(encode(joinRef, frame.topic(), "phx_close", "{}")));
    }

    private Channel admitted(Frame frame) throws RefusedException, MalformedFrameException {
        if (!frame.topic().startsWith(Frame.CHANNEL) || frame.topic().length() == Frame.CHANNEL.length()) {
            throw new RefusedException("TopicNameRequired", "topics are called realtime:<name>");
        }
        if (channels.size() >= shared.properties().channels()) {
            throw new RefusedException("ChannelRateLimitReached", "too many channels on one connection");
        }
        var caller =
                shared.admission().admit(frame.payload().path("access_token").asString(null));
        var config = frame.payload().path("config");
        var bindings = bindings(config.path("postgres_changes"));
        if (!bindings.isEmpty()) {
            awaitLive();
        }
        return new Channel(this, frame, Channel.Config.of(config), bindings, caller);
    }

    private List<ChangeBinding> bindings(JsonNode asked) throws RefusedException, MalformedFrameException {
        if (asked.size() > shared.properties().bindings()) {
            throw new RefusedException("ChannelRateLimitReached", "too many bindings on one channel");
        }
        var bindings = new ArrayList<ChangeBinding>();
        for (var each : asked) {
            bindings.add(ChangeBinding.of(++lastBinding, each));
        }
        return List.copyOf(bindings);
    }

    private void awaitLive() throws RefusedException {
        try {
            if (shared.tail().awaitLive(shared.properties().joinPatience())) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new RefusedException("UnknownErrorOnChannel", "events cannot be followed yet; try again");
    }

    private void leave(Frame frame) {
        reply(frame.joinRef(), frame.ref(), frame.topic(), "ok", null);
        var channel = channels.remove(frame.topic());
        if (channel != null) {
            end(channel);
        }
    }

    /// Without a reply, as clients expect it.
    private void renew(Frame frame) {
        var token = frame.payload().path("access_token").asString(null);
        var channel = channels.get(frame.topic());
        if (channel == null || !Admission.isUserToken(token)) {
            return;
        }
        try {
            var renewed = shared.admission().admit(token);
            if (!channel.tenant().equals(renewed.requireTenant().value())) {
                throw new RefusedException("Unauthorized", "the token is of another tenant; join again");
            }
            channel.becomes(renewed);
        } catch (RefusedException refused) {
            cut(channel, String.valueOf(refused.getMessage()));
        }
    }

    private void broadcast(Frame frame) {
        var payload = frame.payload().path("payload");
        var body = payload.isMissingNode() ? FrameCodec.JSON.createObjectNode() : payload;
        broadcast(frame, frame.payload().path("event").asString(""), true, BroadcastFrame.bytes(body));
    }

    private void broadcast(Frame frame, String event, boolean isJson, byte[] payload) {
        var channel = channels.get(frame.topic());
        if (channel == null || lapsed(channel)) {
            return;
        }
        shared.hub().broadcast(channel.tenant(), channel.topic(), channel, event, isJson, payload);
        if (channel.config().ack()) {
            reply(frame.joinRef(), frame.ref(), frame.topic(), "ok", null);
        }
    }

    private void presence(Frame frame) {
        var channel = channels.get(frame.topic());
        if (channel == null || lapsed(channel)) {
            return;
        }
        switch (frame.payload().path("event").asString("")) {
            case "track" -> shared.hub().track(channel, frame.payload().path("payload"));
            case "untrack" -> shared.hub().untrack(channel);
            default -> log.debug("Unknown presence event");
        }
        reply(frame.joinRef(), frame.ref(), frame.topic(), "ok", null);
    }

    /// Whether the channel's caller no longer counts; then it is cut off.
    private boolean lapsed(Channel channel) {
        var reason = shared.admission().ended(channel.caller());
        if (reason != null) {
            cut(channel, reason);
        }
        return reason != null;
    }

    private void cut(Channel channel, String reason) {
        if (channels.remove(channel.topic(), channel)) {
            channel.system("error", "system", reason);
            end(channel);
        }
    }

    private void end(Channel channel) {
        channel.close();
        shared.hub().leave(channel);
        channel.push("phx_close", "{}");
    }

    void reply(
            @Nullable String joinRef, @Nullable String ref, String topic, String status, @Nullable JsonNode response) {
        var payload = FrameCodec.JSON.createObjectNode();
        payload.put("status", status);
        payload.set("response", response == null ? FrameCodec.JSON.createObjectNode() : response);
        var text = FrameCodec.JSON.writeValueAsString(payload);
        enqueue(new Outgoing.Text(codec.encode(joinRef, ref, topic, "phx_reply", text)));
    }

    String encode(@Nullable String joinRef, String topic, String event, String payload) {
        return codec.encode(joinRef, null, topic, event, payload);
    }

    /// Never waits: a connection whose queue is full is given up.
    void enqueue(Outgoing message) {
        if (!overflowed && !outgoing.offer(message)) {
            overflowed = true;
        }
    }

    private void write() {
        var guardEvery = shared.properties().guardEvery();
        var guardAt = shared.clock().instant().plus(guardEvery);
        try {
            while (session.isOpen()) {
                var message = outgoing.poll(guardEvery.toMillis(), TimeUnit.MILLISECONDS);
                if (overflowed) {
                    session.close(CloseStatus.SERVICE_OVERLOAD.withReason("too far behind"));
                    return;
                }
                if (message != null) {
                    send(message);
                }
                Instant now = shared.clock().instant();
                if (!now.isBefore(guardAt)) {
                    List.copyOf(channels.values()).forEach(this::lapsed);
                    guardAt = now.plus(guardEvery);
                }
            }
        } catch (IOException | IllegalStateException gone) {
            log.debug("Connection {} cannot be written to", session.getId(), gone);
            close(CloseStatus.SESSION_NOT_RELIABLE);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Outgoing message) throws IOException {
        switch (message) {
            case Outgoing.Text(var text) -> session.sendMessage(new TextMessage(text));
            case Outgoing.Binary(var bytes) -> session.sendMessage(new BinaryMessage(bytes));
            case Outgoing.Change(var channel, var event) -> {
                if (channel.isClosed() || lapsed(channel)) {
                    return;
                }
                var texts = shared.images().of(event).map(channel::messages).orElse(List.of());
                for (var text : texts) {
                    session.sendMessage(new TextMessage(text));
                }
            }
        }
    }

    void close(CloseStatus status) {
        try {
            session.close(status);
        } catch (IOException gone) {
            log.debug("Connection {} is gone already", session.getId(), gone);
        }
    }

    /// The connection has ended; nobody is told any more.
    void closed() {
        channels.values().forEach(channel -> {
            channel.close();
            shared.hub().leave(channel);
        });
        channels.clear();
        writer.interrupt();
    }

    /// For the log.
    @Override
    public String toString() {
        return "RealtimeConnection[%s, %s, %d channels]".formatted(session.getId(), codec, channels.size());
    }
}
