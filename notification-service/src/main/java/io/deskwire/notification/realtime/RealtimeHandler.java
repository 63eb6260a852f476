package io.deskwire.notification.realtime;

import io.deskwire.notification.realtime.channel.RealtimeConnection;
import io.deskwire.notification.realtime.channel.RealtimeProperties;
import io.deskwire.notification.realtime.protocol.BinaryParts;
import io.deskwire.notification.realtime.protocol.BroadcastFrame;
import io.deskwire.notification.realtime.protocol.Envelope;
import io.deskwire.notification.realtime.protocol.Frame;
import io.deskwire.notification.realtime.protocol.FrameCodec;
import io.deskwire.notification.realtime.protocol.MalformedFrameException;
import io.deskwire.notification.realtime.protocol.TextParts;
import jakarta.websocket.Session;
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
        final TextParts text;
        final BinaryParts bytes;

        Open(RealtimeConnection connection, long messageSize) {
            this.connection = connection;
            this.text = new TextParts(messageSize);
            this.bytes = new BinaryParts(messageSize);
        }
    }

    private final RealtimeConnection.Factory connections;
    private final RealtimeProperties properties;
    private final Map<String, Open> sessions = new ConcurrentHashMap<>();

    RealtimeHandler(RealtimeConnection.Factory connections, RealtimeProperties properties) {
        this.connections = connections;
        this.properties = properties;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) throws Exception {
        if (session instanceof NativeWebSocketSession known && known.getNativeSession() instanceof Session container) {
            container.setMaxIdleTimeout(properties.idle().toMillis());
        }
        try {
            var connection = connections.open(session, FrameCodec.of(version(session)));
            sessions.put(
                    session.getId(),
                    new Open(connection, properties.messageSize().toBytes()));
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
        open.text.append(message.getPayload());
        if (!message.isLast()) {
            return;
        }
        if (open.text.isTooLarge()) {
            var envelope = Envelope.of(open.connection.codec(), open.text.head(), open.text.tail());
            open.text.clear();
            refuse(session, open.connection, envelope);
        } else {
            var text = open.text.take();
            receive(session, () -> open.connection.receive(text));
        }
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message) throws Exception {
        var open = sessions.get(session.getId());
        if (open == null) {
            return;
        }
        open.bytes.append(message.getPayload());
        if (!message.isLast()) {
            return;
        }
        var isTooLarge = open.bytes.isTooLarge();
        var bytes = open.bytes.take();
        if (isTooLarge) {
            receive(
                    session,
                    () -> refuse(
                            session,
                            open.connection,
                            BroadcastFrame.decode(bytes).envelope()));
        } else {
            receive(session, () -> open.connection.receive(bytes));
        }
    }

    /// Only a message that does not say what it is ends the connection.
    private static void refuse(WebSocketSession session, RealtimeConnection connection, @Nullable Frame envelope) {
        if (envelope == null) {
            connection.close(CloseStatus.TOO_BIG_TO_PROCESS);
        } else {
            log.debug("Connection {} sent a message that is too large", session.getId());
            connection.receiveTooLarge(envelope);
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
