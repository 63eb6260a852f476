package io.deskwire.notification.realtime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Who is in which channel of this node: broadcasts among them, and presence. A channel is a tenant's and has its
/// name within it; two tenants never meet, whatever they call theirs. Thread-safe.
@Component
class ChannelHub {
    private record Key(UUID tenant, String topic) {}

    private static final class Room {
        final List<Channel> members = new ArrayList<>();
        final Map<Channel, ObjectNode> present = new LinkedHashMap<>();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Room> rooms = new HashMap<>();

    private static Key key(Channel channel) {
        return new Key(channel.tenant(), channel.topic());
    }

    void join(Channel channel) {
        lock.lock();
        try {
            var room = rooms.computeIfAbsent(key(channel), _ -> new Room());
            room.members.add(channel);
            if (channel.config().presence()) {
                channel.push("presence_state", text(state(room.present)));
            }
        } finally {
            lock.unlock();
        }
    }

    void leave(Channel channel) {
        lock.lock();
        try {
            var room = rooms.get(key(channel));
            if (room == null || !room.members.remove(channel)) {
                return;
            }
            untrack(room, channel);
            if (room.members.isEmpty()) {
                rooms.remove(key(channel));
            }
        } finally {
            lock.unlock();
        }
    }

    /// @param sender null where the message came by HTTP
    void broadcast(UUID tenant, String topic, @Nullable Channel sender, String event, boolean isJson, byte[] payload) {
        lock.lock();
        try {
            var room = rooms.get(new Key(tenant, topic));
            if (room == null) {
                return;
            }
            var frames = new Frames(topic, event, isJson, payload);
            for (var member : room.members) {
                if (member != sender || member.config().self()) {
                    frames.sendTo(member);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void track(Channel channel, JsonNode payload) {
        lock.lock();
        try {
            var room = rooms.get(key(channel));
            if (room == null) {
                return;
            }
            var meta = FrameCodec.JSON.createObjectNode();
            payload.properties().forEach(field -> meta.set(field.getKey(), field.getValue()));
            meta.put("phx_ref", UUID.randomUUID().toString().substring(0, 13));
            var before = room.present.put(channel, meta);
            tell(room, Map.of(channel, meta), before == null ? Map.of() : Map.of(channel, before));
        } finally {
            lock.unlock();
        }
    }

    void untrack(Channel channel) {
        lock.lock();
        try {
            var room = rooms.get(key(channel));
            if (room != null) {
                untrack(room, channel);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void untrack(Room room, Channel channel) {
        var gone = room.present.remove(channel);
        if (gone != null) {
            tell(room, Map.of(), Map.of(channel, gone));
        }
    }

    private static void tell(Room room, Map<Channel, ObjectNode> joins, Map<Channel, ObjectNode> leaves) {
        var diff = FrameCodec.JSON.createObjectNode();
        diff.set("joins", state(joins));
        diff.set("leaves", state(leaves));
        var text = text(diff);
        for (var member : room.members) {
            if (member.config().presence()) {
                member.push("presence_diff", text);
            }
        }
    }

    private static ObjectNode state(Map<Channel, ObjectNode> present) {
        var state = FrameCodec.JSON.createObjectNode();
        present.forEach((channel, meta) -> {
            var key = channel.config().presenceKey();
            if (!state.has(key)) {
                state.putObject(key).putArray("metas");
            }
            ((ArrayNode) state.path(key).path("metas")).add(meta);
        });
        return state;
    }

    private static String text(JsonNode json) {
        return FrameCodec.JSON.writeValueAsString(json);
    }

    /// One broadcast, encoded once for each protocol version that listens.
    private static final class Frames {
        private static final int LONGEST_NAME = 255;

        private final String topic;
        private final String event;
        private final boolean isJson;
        private final byte[] payload;
        private byte @Nullable [] binary;
        private @Nullable String text;

        Frames(String topic, String event, boolean isJson, byte[] payload) {
            this.topic = topic;
            this.event = event;
            this.isJson = isJson;
            this.payload = payload;
        }

        void sendTo(Channel member) {
            if (member.connection().codec() == FrameCodec.V2 && isShort(topic) && isShort(event)) {
                var bytes = binary == null ? BroadcastFrame.encode(topic, event, isJson, payload) : binary;
                binary = bytes;
                member.connection().enqueue(new Outgoing.Binary(bytes));
            } else if (isJson) {
                var message = text == null ? body() : text;
                text = message;
                member.push("broadcast", message);
            }
        }

        private String body() {
            return "{\"type\":\"broadcast\",\"event\":" + FrameCodec.JSON.writeValueAsString(event) + ",\"payload\":"
                    + new String(payload, StandardCharsets.UTF_8) + "}";
        }

        private static boolean isShort(String name) {
            return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
        }
    }
}
