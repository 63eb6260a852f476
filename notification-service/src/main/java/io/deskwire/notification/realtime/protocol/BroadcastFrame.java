package io.deskwire.notification.realtime.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The binary frames of version 2.0.0. A client sends every broadcast as kind 3, a server may answer with kind 4.
///
/// ```
/// 03 | len(join_ref) len(ref) len(topic) len(event) len(meta) | enc | join_ref ref topic event meta payload
/// 04 | len(topic) len(event) len(meta) | enc | topic event meta payload
/// ```
/// Lengths are single bytes; `enc` is 0 for raw bytes and 1 for JSON.
///
/// @param joinRef empty where there is none, like `ref`
public record BroadcastFrame(
        @Nullable String joinRef, @Nullable String ref, String topic, String event, boolean isJson, byte[] payload) {
    private static final int FROM_CLIENT = 3;
    private static final int FROM_SERVER = 4;
    private static final int HEAD = 7;
    private static final int LONGEST = 255;

    public static BroadcastFrame decode(ByteBuffer bytes) throws MalformedFrameException {
        if (bytes.remaining() < HEAD || bytes.get() != FROM_CLIENT) {
            throw new MalformedFrameException("binary messages must be broadcasts (kind 3)");
        }
        int joinRef = length(bytes);
        int ref = length(bytes);
        int topic = length(bytes);
        int event = length(bytes);
        int meta = length(bytes);
        int encoding = length(bytes);
        if (bytes.remaining() < joinRef + ref + topic + event + meta || encoding > 1) {
            throw new MalformedFrameException("the binary message is cut short");
        }
        var joined = text(bytes, joinRef);
        var reference = text(bytes, ref);
        var to = text(bytes, topic);
        var name = text(bytes, event);
        bytes.position(bytes.position() + meta);
        var payload = new byte[bytes.remaining()];
        bytes.get(payload);
        return new BroadcastFrame(
                joined.isEmpty() ? null : joined,
                reference.isEmpty() ? null : reference,
                to,
                name,
                encoding == 1,
                payload);
    }

    public Frame envelope() {
        return new Frame(joinRef, ref, topic, "broadcast", FrameCodec.JSON.nullNode());
    }

    /// Kind 4, for everybody in the channel alike. The event's name has at most 255 bytes, like the topic.
    ///
    /// @param meta JSON, or empty
    public static byte[] encode(String topic, String event, String meta, boolean isJson, byte[] payload) {
        var to = topic.getBytes(StandardCharsets.UTF_8);
        var name = event.getBytes(StandardCharsets.UTF_8);
        var about = meta.getBytes(StandardCharsets.UTF_8);
        if (to.length > LONGEST || name.length > LONGEST || about.length > LONGEST) {
            throw new IllegalArgumentException("a topic, event or meta of more than 255 bytes");
        }
        return ByteBuffer.allocate(5 + to.length + name.length + about.length + payload.length)
                .put((byte) FROM_SERVER)
                .put((byte) to.length)
                .put((byte) name.length)
                .put((byte) about.length)
                .put((byte) (isJson ? 1 : 0))
                .put(to)
                .put(name)
                .put(about)
                .put(payload)
                .array();
    }

    public static byte[] bytes(JsonNode payload) {
        return FrameCodec.JSON.writeValueAsBytes(payload);
    }

    private static int length(ByteBuffer bytes) {
        return Byte.toUnsignedInt(bytes.get());
    }

    private static String text(ByteBuffer bytes, int length) {
        var text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
