package io.deskwire.notification.realtime.channel;

import io.deskwire.notification.realtime.channel.RealtimeConnection.Outgoing;
import io.deskwire.notification.realtime.protocol.BroadcastFrame;
import io.deskwire.notification.realtime.protocol.FrameCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One broadcast; encoded by [Frames], once for each protocol version that listens.
///
/// @param id null where it is not kept for replay
record Broadcast(
        String topic,
        String event,
        boolean isJson,
        byte[] payload,
        @Nullable UUID id,
        Instant sentAt) {

    /// For the bound of what is kept.
    int bytes() {
        return 200 + topic.length() + event.length() + payload.length;
    }

    private String meta(boolean replayed) {
        if (id == null) {
            return "";
        }
        return replayed ? "{\"replayed\":true,\"id\":\"" + id + "\"}" : "{\"id\":\"" + id + "\"}";
    }

    Frames frames(boolean replayed) {
        return new Frames(this, meta(replayed));
    }

    static final class Frames {
        private static final int LONGEST_NAME = 255;

        private final Broadcast broadcast;
        private final String meta;
        private byte @Nullable [] binary;
        private @Nullable String text;

        private Frames(Broadcast broadcast, String meta) {
            this.broadcast = broadcast;
            this.meta = meta;
        }

        /// Raw bytes cannot be told to a listener of version 1.0.0.
        void sendTo(Seat seat) {
            if (seat.channel().connection().codec() == FrameCodec.V2
                    && isShort(broadcast.topic)
                    && isShort(broadcast.event)) {
                var bytes = binary == null ? encode() : binary;
                binary = bytes;
                seat.tell(new Outgoing.Binary(bytes, seat));
            } else if (broadcast.isJson) {
                var message = text == null ? body() : text;
                text = message;
                seat.push("broadcast", message);
            }
        }

        private byte[] encode() {
            return BroadcastFrame.encode(broadcast.topic, broadcast.event, meta, broadcast.isJson, broadcast.payload);
        }

        private String body() {
            return "{\"type\":\"broadcast\",\"event\":" + FrameCodec.JSON.writeValueAsString(broadcast.event)
                    + ",\"payload\":" + new String(broadcast.payload, StandardCharsets.UTF_8)
                    + (meta.isEmpty() ? "" : ",\"meta\":" + meta) + "}";
        }

        private static boolean isShort(String name) {
            return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
        }
    }
}
