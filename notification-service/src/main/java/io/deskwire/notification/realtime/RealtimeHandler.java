package io.deskwire.notification.realtime;

import io.deskwire.notification.feed.EventTail;
import io.deskwire.notification.realtime.RealtimeConnection.Shared;
import jakarta.websocket.Session;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.util.UriComponentsBuilder;

/// `/realtime/v1/websocket`: opens and ends connections and puts together messages that come in parts, so that the
/// container needs no large buffer for each connection.
@Component
class RealtimeHandler extends AbstractWebSocketHandler {
    private static final Logger log = LoggerFactory.getLogger(RealtimeHandler.class);

    private static final class Open {
        final RealtimeConnection connection;
        final StringBuilder text = new StringBuilder();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);

        Open(RealtimeConnection connection) {
            this.connection = connection;
        }
    }

    private final Shared shared;
    private final long messageSize;
    private final Map<String, Open> sessions = new ConcurrentHashMap<>();

    RealtimeHandler(
            EventTail tail,
            ChangeImages images,
            ChannelHub hub,
            Admission admission,
            RealtimeProperties properties,
            Clock clock) {
        this.shared = new Shared(tail, images, hub, admission, properties, clock);
        this.messageSize = properties.messageSize().toBytes();
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) throws Exception {
        if (session instanceof NativeWebSocketSession known && known.getNativeSession() instanceof Session container) {
            container.setMaxIdleTimeout(shared.properties().idle().toMillis());
        }
        try {
            var connection = new RealtimeConnection(session, FrameCodec.of(version(session)), shared);
            sessions.put(session.getId(), new Open(connection));
            connection.start();
        } catch (MalformedFrameException unknown) {
            session.close(CloseStatus.PROTOCOL_ERROR.withReason(String.valueOf(unknown.getMessage())));
        }
    }

    private static @Nullable String version(WebSocketSession session) {
        var uri = session.getUri();
        return uri == null
                ? null
                : UriComponentsBuilder.fromUri(uri).build().getQueryParams().getFirst("vsn");
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) throws Exception {
        var open = sessions.get(session.getId());
        if (open == null) {
            return;
        }
        if (message.isLast() && open.text.isEmpty()) {
            receive(session, () -> open.connection.receive(message.getPayload()));
            return;
        }
        open.text.append(message.getPayload());
        if (open.text.length() > messageSize) {
            session.close(CloseStatus.TOO_BIG_TO_PROCESS);
        } else if (message.isLast()) {
            var text = open.text.toString();
            open.text.setLength(0);
            open.text.trimToSize();
            receive(session, () -> open.connection.receive(text));
        }
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message) throws Exception {
        var open = sessions.get(session.getId());
        if (open == null) {
            return;
        }
        var part = new byte[message.getPayload().remaining()];
        message.getPayload().get(part);
        open.bytes.writeBytes(part);
        if (open.bytes.size() > messageSize) {
            session.close(CloseStatus.TOO_BIG_TO_PROCESS);
        } else if (message.isLast()) {
            var bytes = ByteBuffer.wrap(open.bytes.toByteArray());
            open.bytes.reset();
            receive(session, () -> open.connection.receive(bytes));
        }
    }

    private interface Reading {
        void run() throws MalformedFrameException;
    }

    private static void receive(WebSocketSession session, Reading reading) throws Exception {
        try {
            reading.run();
        } catch (MalformedFrameException bad) {
            log.debug("Connection {} sent {}", session.getId(), bad.getMessage());
            session.close(CloseStatus.BAD_DATA.withReason(String.valueOf(bad.getMessage())));
        }
    }

    @Override
    public boolean supportsPartialMessages() {
        return true;
    }

    @Override
    public void handleTransportError(WebSocketSession session, Throwable failure) {
        log.debug("Connection {} broke", session.getId(), failure);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        var open = sessions.remove(session.getId());
        if (open != null) {
            open.connection.closed();
        }
    }

    /// Open connections of this node.
    int connections() {
        return sessions.size();
    }
}
