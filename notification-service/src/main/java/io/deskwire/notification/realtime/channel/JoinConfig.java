package io.deskwire.notification.realtime.channel;

import io.deskwire.notification.realtime.channel.Admission.RefusedException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a client asked for when it joined.
///
/// @param replay what was sent before, null where it is not asked for
/// @param replicationReady a message is wanted once events are followed
/// @param repeatsToken the client sends its token after every join. Those that do not are told by
///     `presence.enabled`, which the same generation brought
record JoinConfig(
        Sending sending,
        Presence presence,
        boolean isPrivate,
        @Nullable Replay replay,
        boolean replicationReady,
        boolean repeatsToken) {
    /// @param self the sender's own broadcasts come back to it
    /// @param ack each broadcast is answered
    record Sending(boolean self, boolean ack) {}

    record Presence(boolean enabled, String key) {}

    /// @param since milliseconds since 1970
    record Replay(long since, int limit) {
        static final int MOST = 25;
    }

    static JoinConfig of(JsonNode config) throws RefusedException {
        var broadcast = config.path("broadcast");
        var presence = config.path("presence");
        var key = presence.path("key").asString("");
        var isPrivate = flag(config.path("private"), false);
        return new JoinConfig(
                new Sending(flag(broadcast.path("self"), false), flag(broadcast.path("ack"), false)),
                new Presence(
                        flag(presence.path("enabled"), true),
                        key.isEmpty() ? UUID.randomUUID().toString() : key),
                isPrivate,
                replay(broadcast.path("replay"), isPrivate),
                flag(broadcast.path("replication_ready"), false),
                !presence.has("enabled"));
    }

    private static @Nullable Replay replay(JsonNode asked, boolean isPrivate) throws RefusedException {
        if (asked.isMissingNode() || asked.isNull()) {
            return null;
        }
        if (!isPrivate) {
            throw new RefusedException("UnableToReplayMessages", "Replay is not allowed for public channels");
        }
        var limit = asked.path("limit");
        var isSound = isWhole(asked.path("since")) && (limit.isMissingNode() || limit.isNull() || isWhole(limit));
        if (!isSound) {
            throw new RefusedException("UnableToReplayMessages", "Replay params are not valid");
        }
        return new Replay(asked.path("since").asLong(), Math.clamp(limit.asLong(Replay.MOST), 1, Replay.MOST));
    }

    private static boolean isWhole(JsonNode number) {
        return number.canConvertToExactIntegral() && number.canConvertToLong();
    }

    /// Some clients send booleans as strings.
    private static boolean flag(JsonNode value, boolean otherwise) {
        return value.isBoolean() ? value.asBoolean() : value.isString() ? "true".equals(value.asString()) : otherwise;
    }
}
