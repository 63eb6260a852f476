package io.deskwire.notification.tail;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.identity.Caller;
import io.deskwire.contracts.event.Topic;
import io.deskwire.directory.Need;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event as the tail has just read it, at its place. Shared by all connections; serialised at most once for each
/// form. Thread-safe.
public final class TailEvent {
    private final CloudEvent event;
    private final Topic topic;
    private final long offset;
    private final int size;
    private final Map<List<UUID>, Set<UUID>> teamMembers;
    private volatile @Nullable FeedItem item;

    /// @param size of the record's value in bytes
    /// @param teamMembers of the teams that the audience asks for: who was in one of them when the event came
    TailEvent(CloudEvent event, Topic topic, long offset, int size, Map<List<UUID>, Set<UUID>> teamMembers) {
        this.event = event;
        this.topic = topic;
        this.offset = offset;
        this.size = size;
        this.teamMembers = teamMembers;
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

    boolean admits(Caller caller) {
        var subject = caller.subject().value();
        return Need.admits(
                event.audience(),
                subject,
                caller.permissions(),
                teams -> teamMembers.getOrDefault(teams, Set.of()).contains(subject));
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
