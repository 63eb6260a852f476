package io.deskwire.notification.realtime.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads from the two ends of a message that is too large what an answer needs: topic, event and references. Null
/// where they do not say it.
public final class Envelope {
    /// Clients of version 1.0.0 write their references behind the payload.
    private static final Pattern BEHIND = Pattern.compile("\"(ref|join_ref)\"\\s*:\\s*\"([^\"\\\\]{1,64})\"\\s*[,}]");

    private Envelope() {}

    public static @Nullable Frame of(FrameCodec codec, String head, String tail) {
        var found = new HashMap<String, @Nullable String>();
        try (var parser = FrameCodec.JSON.createParser(head)) {
            switch (codec) {
                case V1 -> readObject(parser, found);
                case V2 -> readArray(parser, found);
            }
        } catch (JacksonException cutShort) {
            // what was read until here counts
        }
        if (codec == FrameCodec.V1) {
            var behind = BEHIND.matcher(tail);
            while (behind.find()) {
                found.put(behind.group(1), behind.group(2));
            }
        }
        return frame(found);
    }

    private static @Nullable Frame frame(Map<String, @Nullable String> found) {
        var topic = found.get("topic");
        var event = found.get("event");
        return topic == null || event == null
                ? null
                : new Frame(found.get("join_ref"), found.get("ref"), topic, event, FrameCodec.JSON.nullNode());
    }

    private static void readArray(JsonParser parser, Map<String, @Nullable String> found) {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            return;
        }
        for (var name : new String[] {"join_ref", "ref", "topic", "event"}) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                found.put(name, parser.getString());
            }
        }
    }

    private static void readObject(JsonParser parser, Map<String, @Nullable String> found) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                found.put(name, parser.getString());
            } else {
                parser.skipChildren();
            }
        }
    }
}
