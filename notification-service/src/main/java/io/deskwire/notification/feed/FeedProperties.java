package io.deskwire.notification.feed;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How much of the recent past a node keeps in memory, and how it treats its streams.
///
/// @param ringEvents of one tenant, at most
/// @param ringSize of one tenant's events, at most
/// @param ringAge older events are read from the history
/// @param memory of all tenants' rings together; the tenant that was quiet longest makes room
/// @param cursorSecret signs cursors; empty: made at the first start and kept in the database, for all nodes
/// @param keptDays of history; as long as Kafka keeps its records
/// @param heartbeat a comment on a quiet stream, so that proxies keep it
/// @param guardEvery how soon a stream notices that its session was revoked, or that its reader left
/// @param queueEvents a stream that is so far behind is closed; it resumes where it was
@ConfigurationProperties("deskwire.feed")
public record FeedProperties(
        @DefaultValue("1000") int ringEvents,
        @DefaultValue("1MB") DataSize ringSize,
        @DefaultValue("10m") Duration ringAge,
        @DefaultValue("48MB") DataSize memory,
        @DefaultValue("") String cursorSecret,
        @DefaultValue("7") int keptDays,
        @DefaultValue("20s") Duration heartbeat,
        @DefaultValue("2s") Duration guardEvery,
        @DefaultValue("2000") int queueEvents) {

    public FeedProperties {
        if (!cursorSecret.isEmpty() && cursorSecret.length() < 16) {
            throw new IllegalArgumentException(
                    "cursor-secret: %d characters (expected: none, or 16 and more)".formatted(cursorSecret.length()));
        }
    }

    @Override
    public String toString() {
        return "FeedProperties[ringEvents=%d, ringAge=%s, keptDays=%d]".formatted(ringEvents, ringAge, keptDays);
    }
}
