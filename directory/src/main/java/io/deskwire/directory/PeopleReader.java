package io.deskwire.directory;

import io.deskwire.contracts.event.Topic;
import java.util.Set;

/// With which of its consumer groups a service feeds the directory. A service declares a bean of it where an effect of
/// its own must follow the directory's, in one group with it.
public record PeopleReader(String group, Set<Topic> topics) {
    /// A group of its own. Teams are the tickets-service's.
    static final PeopleReader ALONE = new PeopleReader("people", Set.of(Topic.IDENTITY, Topic.TICKETS));

    public PeopleReader {
        topics = Set.copyOf(topics);
        if (!topics.containsAll(Set.of(Topic.IDENTITY, Topic.TICKETS))) {
            throw new IllegalArgumentException(
                    "topics: %s (expected: those of members and teams at least)".formatted(topics));
        }
    }
}
