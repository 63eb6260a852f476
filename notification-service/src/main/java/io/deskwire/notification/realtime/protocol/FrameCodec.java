package io.deskwire.notification.realtime.protocol;

import io.deskwire.common.json.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Text frames of the Phoenix protocol: objects in version 1.0.0, arrays in 2.0.0.
public enum FrameCodec {
    V1 {
        @Override
        Frame frame(JsonNode message) throws MalformedFrameException {
            if (!message.isObject()) {
                throw new MalformedFrameException("an object is expected (vsn 1.0.0)");
            }
            return read(
                    message.path("join_ref"),
                    message.path("ref"),
                    message.path("topic"),
                    message.path("event"),
                    message.path("payload"));
        }

        @Override
        String text(String joinRef, String ref, String topic, String event, String payload) {
            return "{\"topic\":" + topic + ",\"event\":" + event + ",\"payload\":" + payload + ",\"ref\":" + ref
                    + ",\"join_ref\":" + joinRef + "}";
        }
    },

    V2 {
        @Override
        Frame frame(JsonNode message) throws MalformedFrameException {
            if (!message.isArray() || message.size() != 5) {
                throw new MalformedFrameException("an array of five is expected (vsn 2.0.0)");
            }
            return read(message.path(0), message.path(1), message.path(2), message.path(3), message.path(4));
        }

        @Override
        String text(String joinRef, String ref, String topic, String event, String payload) {
            return "[" + joinRef + "," + ref + "," + topic + "," + event + "," + payload + "]";
        }
    };

    public static final JsonMapper JSON = WireJson.documents();

    /// By the handshake's `vsn`; without one it is 1.0.0.
    public static FrameCodec of(@Nullable String vsn) throws MalformedFrameException {
        return switch (vsn) {
            case null -> V1;
            case "1.0.0" -> V1;
            case "2.0.0" -> V2;
            default -> throw new MalformedFrameException("vsn " + vsn + " (expected: 1.0.0 or 2.0.0)");
        };
    }

    public Frame decode(String text) throws MalformedFrameException {
        try {
            return frame(JSON.readTree(text));
        } catch (JacksonException notJson) {
            throw new MalformedFrameException("the message is not valid JSON");
        }
    }

    /// @param payload is JSON already, so that many connections can share it
    public String encode(@Nullable String joinRef, @Nullable String ref, String topic, String event, String payload) {
        return text(quoted(joinRef), quoted(ref), quoted(topic), quoted(event), payload);
    }

    abstract Frame frame(JsonNode message) throws MalformedFrameException;

    abstract String text(String joinRef, String ref, String topic, String event, String payload);

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : JSON.writeValueAsString(text);
    }

    static Frame read(JsonNode joinRef, JsonNode ref, JsonNode topic, JsonNode event, JsonNode payload)
            throws MalformedFrameException {
        if (!topic.isString() || !event.isString()) {
            throw new MalformedFrameException("topic and event must be strings");
        }
        return new Frame(reference(joinRef), reference(ref), topic.asString(), event.asString(), payload);
    }

    static @Nullable String reference(JsonNode ref) {
        return ref.isNull() || ref.isMissingNode() ? null : ref.asString();
    }
}
