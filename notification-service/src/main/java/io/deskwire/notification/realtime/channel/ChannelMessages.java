package io.deskwire.notification.realtime.channel;

import io.deskwire.notification.realtime.protocol.BroadcastFrame;
import io.deskwire.notification.realtime.protocol.Frame;
import io.deskwire.notification.realtime.protocol.FrameCodec;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/// What a connection's client says on its channels: broadcasts and presence. Frames come in one at a time.
final class ChannelMessages {
    private static final Logger log = LoggerFactory.getLogger(ChannelMessages.class);

    /// What nobody may leave until it is somebody, in bytes.
    private static final int LARGEST_PRESENCE_IN_WAITING = 10_000;

    /// How Phoenix answers what belongs to no join, or to one that is over.
    private static final String UNMATCHED = "unmatched topic";

    private static final String NOBODY = "Unauthorized: this needs the token of a signed-in user of a tenant";

    private final RealtimeConnection connection;
    private final ChannelHub hub;
    private final DataSize messageSize;
    private final Predicate<Seat> lapsed;

    /// @param lapsed whether the seat's caller no longer counts; the client has been told then
    ChannelMessages(RealtimeConnection connection, ChannelHub hub, DataSize messageSize, Predicate<Seat> lapsed) {
        this.connection = connection;
        this.hub = hub;
        this.messageSize = messageSize;
        this.lapsed = lapsed;
    }

    /// @param channel the one that the frame means; null where its join is over
    void broadcast(Frame frame, @Nullable Channel channel) {
        var payload = frame.payload().path("payload");
        var body = payload.isMissingNode() ? FrameCodec.JSON.createObjectNode() : payload;
        broadcast(frame, channel, frame.payload().path("event").asString(""), true, BroadcastFrame.bytes(body));
    }

    void broadcast(Frame frame, @Nullable Channel channel, String event, boolean isJson, byte[] payload) {
        if (channel == null) {
            connection.refuse(frame, UNMATCHED);
            return;
        }
        var seat = channel.seat();
        if (seat == null) {
            connection.refuse(frame, NOBODY);
            return;
        }
        if (lapsed.test(seat)) {
            return;
        }
        if (isTooLarge(payload)) {
            connection.receiveTooLarge(frame);
            return;
        }
        hub.broadcast(seat, event, isJson, payload);
        if (channel.config().sending().ack()) {
            connection.confirm(frame);
        }
    }

    void presence(Frame frame, @Nullable Channel channel) {
        if (channel == null) {
            connection.refuse(frame, UNMATCHED);
            return;
        }
        var seat = channel.seat();
        if (seat != null && lapsed.test(seat)) {
            return;
        }
        var meta = frame.payload().path("payload");
        switch (frame.payload().path("event").asString("")) {
            case "track" -> {
                var encoded = BroadcastFrame.bytes(meta);
                if (isTooLarge(encoded)) {
                    connection.receiveTooLarge(frame);
                    return;
                }
                if (seat != null) {
                    hub.track(seat, meta);
                } else if (encoded.length > LARGEST_PRESENCE_IN_WAITING) {
                    connection.refuse(frame, NOBODY);
                    return;
                } else {
                    channel.track(meta);
                }
            }
            case "untrack" -> {
                channel.track(null);
                if (seat != null) {
                    hub.untrack(seat);
                }
            }
            default -> log.debug("Unknown presence event");
        }
        connection.confirm(frame);
    }

    /// As it goes to everybody, however short it was written.
    private boolean isTooLarge(byte[] encoded) {
        return encoded.length > messageSize.toBytes();
    }
}
