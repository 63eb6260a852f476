package io.deskwire.notification.feed;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How far back the feed goes, and how a node treats its streams.
///
/// @param cursorSecret signs cursors; empty: made at the first start and kept in the database, for all nodes
/// @param keptDays of history; as long as Kafka keeps its records
/// @param heartbeat a comment on a quiet stream, so that proxies keep it
/// @param guardEvery how soon a stream notices that its session was revoked, or that its reader left
/// @param queueEvents a stream that is so far behind is closed; it resumes where it was
@ConfigurationProperties("deskwire.feed")
public record FeedProperties(
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
        return "FeedProperties[keptDays=%d, heartbeat=%s]".formatted(keptDays, heartbeat);
    }
}
