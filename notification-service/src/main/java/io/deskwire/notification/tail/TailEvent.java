package io.deskwire.notification.tail;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.contracts.event.Topic;
import org.jspecify.annotations.Nullable;

/// An event as the tail has just read it, at its place. Shared by all connections; serialised at most once for each
/// form. Thread-safe.
public final class TailEvent {
    private final CloudEvent event;
    private final Topic topic;
    private final long offset;
    private final int size;
    private volatile @Nullable FeedItem item;

    /// @param size of the record's value in bytes
    TailEvent(CloudEvent event, Topic topic, long offset, int size) {
        this.event = event;
        this.topic = topic;
        this.offset = offset;
        this.size = size;
    }

    public CloudEvent event() {
        return event;
    }

    public Topic topic() {
        return topic;
    }

    public long offset() {
        return offset;
    }

    public int size() {
        return size;
    }

    /// As the feed shows it.
    public FeedItem item(EventJson json) {
        var known = item;
        if (known == null) {
            known = new FeedItem(topic, offset, event.type(), json.write(event));
            item = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return "%s %s@%d".formatted(event.type(), topic, offset);
    }
}
