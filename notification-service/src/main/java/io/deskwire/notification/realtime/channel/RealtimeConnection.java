package io.deskwire.notification.realtime.channel;

import io.deskwire.notification.realtime.change.ChangeImages;
import io.deskwire.notification.realtime.protocol.BroadcastFrame;
import io.deskwire.notification.realtime.protocol.Frame;
import io.deskwire.notification.realtime.protocol.FrameCodec;
import io.deskwire.notification.realtime.protocol.MalformedFrameException;
import io.deskwire.notification.tail.TailEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
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
public final class RealtimeConnection {
    private static final Logger log = LoggerFactory.getLogger(RealtimeConnection.class);

    /// Opens connections.
    @Component
    public static final class Factory {
        private final ChangeImages images;
        private final ChannelHub hub;
        private final Admission admission;
        private final ChannelRules rules;
        private final RealtimeProperties properties;
        private final Clock clock;

        Factory(
                ChangeImages images,
                ChannelHub hub,
                Admission admission,
                ChannelRules rules,
                RealtimeProperties properties,
                Clock clock) {
            this.images = images;
            this.hub = hub;
            this.admission = admission;
            this.rules = rules;
            this.properties = properties;
            this.clock = clock;
        }

        /// Writes to the session from now on, in a thread of its own.
        public RealtimeConnection open(WebSocketSession session, FrameCodec codec) {
            var opened = new RealtimeConnection(
                    session,
                    codec,
                    images,
                    properties,
                    clock,
                    connection ->
                            new ConnectionChannels(connection, hub, admission, rules, properties, clock.instant()));
            opened.writer.start();
            return opened;
        }
    }

    /// What waits to be written to a connection.
    sealed interface Outgoing {
        /// Whom it is told to; null where it says nothing of any tenant.
        @Nullable
        Seat seat();

        record Text(String text, @Nullable Seat seat) implements Outgoing {}

        record Binary(byte[] bytes, Seat seat) implements Outgoing {}

        /// Filtered and encoded only when its turn comes, in the connection's own thread.
        record Change(Seat seat, TailEvent event) implements Outgoing {}
    }

    private final WebSocketSession session;
    private final FrameCodec codec;
    private final ChangeImages images;
    private final Duration guardEvery;
    private final Clock clock;
    private final LinkedBlockingQueue<Outgoing> outgoing;
    private final ConnectionChannels channels;
    private final Thread writer;
    private volatile boolean overflowed;

    /// @param channels of the connection that it is given
    RealtimeConnection(
            WebSocketSession session,
            FrameCodec codec,
            ChangeImages images,
            RealtimeProperties properties,
            Clock clock,
            Function<RealtimeConnection, ConnectionChannels> channels) {
        this.session = session;
        this.codec = codec;
        this.images = images;
        this.guardEvery = properties.guardEvery();
        this.clock = clock;
        this.outgoing = new LinkedBlockingQueue<>(properties.queueMessages());
        this.channels = channels.apply(this);
        this.writer = Thread.ofVirtual().name("realtime-", 0).unstarted(this::write);
    }

    public FrameCodec codec() {
        return codec;
    }

    public boolean isOpen() {
        return session.isOpen();
    }

    public void receive(String text) throws MalformedFrameException {
        channels.receive(codec.decode(text));
    }

    public void receive(ByteBuffer bytes) throws MalformedFrameException {
        var frame = BroadcastFrame.decode(bytes);
        if (frame.isJson()) {
            requireJson(frame.payload());
        }
        channels.broadcast(frame.envelope(), frame.event(), frame.isJson(), frame.payload());
    }

    /// A message that is larger than allowed is refused, not the connection.
    public void receiveTooLarge(Frame envelope) {
        refuse(envelope, "payload_size_exceeded");
    }

    private static void requireJson(byte[] payload) throws MalformedFrameException {
        try {
            FrameCodec.JSON.readTree(payload);
        } catch (JacksonException notJson) {
            throw new MalformedFrameException("the broadcast's payload is not valid JSON");
        }
    }

    public void refuse(Frame frame, String reason) {
        reply(
                frame.joinRef(),
                frame.ref(),
                frame.topic(),
                "error",
                FrameCodec.JSON.createObjectNode().put("reason", reason));
    }

    /// Clients repeat a refused join for ever; after `phx_close` they show its reason and leave it.
    void refuseForGood(Frame join, String reason) {
        refuse(join, reason);
        enqueue(new Outgoing.Text(end("phx_close", join.topic(), join.join()), null));
    }

    /// Names the join that ends also as `ref`, as Phoenix does: older clients look there.
    public String end(String event, String topic, @Nullable String joinRef) {
        return codec.encode(joinRef, joinRef, topic, event, "{}");
    }

    public void confirm(Frame frame) {
        reply(frame.joinRef(), frame.ref(), frame.topic(), "ok", null);
    }

    public void reply(
            @Nullable String joinRef, @Nullable String ref, String topic, String status, @Nullable JsonNode response) {
        var payload = FrameCodec.JSON.createObjectNode();
        payload.put("status", status);
        payload.set("response", response == null ? FrameCodec.JSON.createObjectNode() : response);
        var text = FrameCodec.JSON.writeValueAsString(payload);
        enqueue(new Outgoing.Text(codec.encode(joinRef, ref, topic, "phx_reply", text), null));
    }

    /// Never waits: a connection whose queue is full is given up.
    void enqueue(Outgoing message) {
        if (!overflowed && !outgoing.offer(message)) {
            overflowed = true;
        }
    }

    private void write() {
        var guardAt = clock.instant().plus(guardEvery);
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
                Instant now = clock.instant();
                if (!now.isBefore(guardAt)) {
                    channels.guard(now);
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
        var seat = message.seat();
        if (seat != null && (seat.isVacated() || channels.lapsed(seat))) {
            return;
        }
        switch (message) {
            case Outgoing.Text text -> session.sendMessage(new TextMessage(text.text()));
            case Outgoing.Binary binary -> session.sendMessage(new BinaryMessage(binary.bytes()));
            case Outgoing.Change(var told, var event) -> {
                var texts =
                        images.of(event).map(told.channel()::messages).orElse(List.of());
                for (var text : texts) {
                    session.sendMessage(new TextMessage(text));
                }
            }
        }
    }

    public void close(CloseStatus status) {
        try {
            session.close(status);
        } catch (IOException gone) {
            log.debug("Connection {} is gone already", session.getId(), gone);
        }
    }

    /// The connection has ended; nobody is told any more.
    public void closed() {
        channels.close();
        writer.interrupt();
    }

    /// For the log.
    @Override
    public String toString() {
        return "RealtimeConnection[%s, %s, %s]".formatted(session.getId(), codec, channels);
    }
}
