package io.deskwire.notification.realtime.channel;

import io.deskwire.common.id.Uuid7;
import io.deskwire.notification.realtime.channel.JoinConfig.Replay;
import io.deskwire.notification.realtime.protocol.FrameCodec;
import io.deskwire.notification.tail.EventTail;
import java.time.Clock;
import java.time.Duration;
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

/// Who is in which channel of this node: broadcasts among them, presence, and the events that they follow. A
/// channel is a tenant's and has its name within it; two tenants never meet, whatever they call theirs.
/// Thread-safe.
@Component
class ChannelHub {
    private record Key(UUID tenant, String topic) {}

    private static final class Room {
        final List<Seat> members = new ArrayList<>();
        final Map<Seat, ObjectNode> present = new LinkedHashMap<>();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Room> rooms = new HashMap<>();
    private final EventTail tail;
    private final BroadcastMemory memory;
    private final Clock clock;

    ChannelHub(EventTail tail, BroadcastMemory memory, Clock clock) {
        this.tail = tail;
        this.memory = memory;
        this.clock = clock;
    }

    private static Key key(Seat seat) {
        return new Key(seat.tenant(), seat.channel().topic());
    }

    /// @param replay what of the channel's past is wanted, null for nothing; nothing is told twice or missed between
    ///     the past and what follows
    void join(Seat seat, @Nullable Replay replay) {
        lock.lock();
        try {
            var room = rooms.computeIfAbsent(key(seat), _ -> new Room());
            room.members.add(seat);
            if (seat.channel().config().presence().enabled()) {
                seat.push("presence_state", text(state(room.present)));
            }
            if (replay != null) {
                memory.recall(seat.tenant(), seat.channel().topic(), replay)
                        .forEach(broadcast -> broadcast.frames(true).sendTo(seat));
            }
        } finally {
            lock.unlock();
        }
    }

    void leave(Seat seat) {
        lock.lock();
        try {
            var room = rooms.get(key(seat));
            if (room == null || !room.members.remove(seat)) {
                return;
            }
            untrack(room, seat);
            if (room.members.isEmpty()) {
                rooms.remove(key(seat));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Tells the seat of its tenant's events from now on, until it is vacated.
    void follow(Seat seat) {
        seat.follow(tail);
    }

    boolean isLive() {
        return tail.isLive();
    }

    /// False where events cannot be followed within the time.
    boolean awaitLive(Duration patience) throws InterruptedException {
        return tail.awaitLive(patience);
    }

    void broadcast(Seat sender, String event, boolean isJson, byte[] payload) {
        var channel = sender.channel();
        broadcast(sender.tenant(), sender, of(channel.topic(), channel.rule(), event, isJson, payload));
    }

    /// A message that came by HTTP.
    void broadcast(UUID tenant, String topic, ChannelRule rule, String event, boolean isJson, byte[] payload) {
        broadcast(tenant, null, of(topic, rule, event, isJson, payload));
    }

    private Broadcast of(String topic, ChannelRule rule, String event, boolean isJson, byte[] payload) {
        return new Broadcast(topic, event, isJson, payload, rule.isProtected() ? Uuid7.next() : null, clock.instant());
    }

    private void broadcast(UUID tenant, @Nullable Seat sender, Broadcast broadcast) {
        lock.lock();
        try {
            if (broadcast.id() != null) {
                memory.keep(tenant, broadcast);
            }
            var room = rooms.get(new Key(tenant, broadcast.topic()));
            if (room == null) {
                return;
            }
            var frames = broadcast.frames(false);
            for (var member : room.members) {
                if (member != sender || member.channel().config().sending().self()) {
                    frames.sendTo(member);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void track(Seat seat, JsonNode payload) {
        lock.lock();
        try {
            var room = rooms.get(key(seat));
            if (room == null || !room.members.contains(seat)) {
                return;
            }
            var meta = FrameCodec.JSON.createObjectNode();
            payload.properties().forEach(field -> meta.set(field.getKey(), field.getValue()));
            meta.put("phx_ref", UUID.randomUUID().toString().substring(0, 13));
            var before = room.present.put(seat, meta);
            tell(room, Map.of(seat, meta), before == null ? Map.of() : Map.of(seat, before));
        } finally {
            lock.unlock();
        }
    }

    void untrack(Seat seat) {
        lock.lock();
        try {
            var room = rooms.get(key(seat));
            if (room != null) {
                untrack(room, seat);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void untrack(Room room, Seat seat) {
        var gone = room.present.remove(seat);
        if (gone != null) {
            tell(room, Map.of(), Map.of(seat, gone));
        }
    }

    private static void tell(Room room, Map<Seat, ObjectNode> joins, Map<Seat, ObjectNode> leaves) {
        var diff = FrameCodec.JSON.createObjectNode();
        diff.set("joins", state(joins));
        diff.set("leaves", state(leaves));
        var text = text(diff);
        for (var member : room.members) {
            if (member.channel().config().presence().enabled()) {
                member.push("presence_diff", text);
            }
        }
    }

    private static ObjectNode state(Map<Seat, ObjectNode> present) {
        var state = FrameCodec.JSON.createObjectNode();
        present.forEach((seat, meta) -> {
            var key = seat.channel().config().presence().key();
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
}
