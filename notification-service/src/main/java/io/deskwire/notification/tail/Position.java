package io.deskwire.notification.tail;

import io.deskwire.contracts.event.Topic;
import java.util.Arrays;

/// How far a reader of one tenant's events is: the next offset of each topic, in the tenant's partition. Immutable.
///
/// Topics have no order among each other, so a position is a vector and not a number.
public final class Position {
    /// Before the first record of every topic.
    public static final Position ZERO = new Position(new long[Topic.values().length]);

    private final long[] next;

    private Position(long[] next) {
        this.next = next;
    }

    /// @param next by the topics' ordinals
    public static Position of(long[] next) {
        if (next.length != Topic.values().length) {
            throw new IllegalArgumentException(
                    "%d offsets (expected: %d)".formatted(next.length, Topic.values().length));
        }
        return new Position(next.clone());
    }

    public long next(Topic topic) {
        return next[topic.ordinal()];
    }

    public Position with(Topic topic, long offset) {
        var moved = next.clone();
        moved[topic.ordinal()] = offset;
        return new Position(moved);
    }

    /// Past the record of this offset.
    public Position after(Topic topic, long offset) {
        return with(topic, offset + 1);
    }

    /// Whether nothing of `other` lies before this.
    public boolean isAtOrBefore(Position other) {
        for (int i = 0; i < next.length; i++) {
            if (next[i] > other.next[i]) {
                return false;
            }
        }
        return true;
    }

    /// The later of both, topic by topic.
    public Position max(Position other) {
        var later = next.clone();
        for (int i = 0; i < later.length; i++) {
            later[i] = Math.max(later[i], other.next[i]);
        }
        return new Position(later);
    }

    /// Whether a record at this place is still to come.
    public boolean precedes(Topic topic, long offset) {
        return offset >= next[topic.ordinal()];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Position position && Arrays.equals(next, position.next);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(next);
    }

    @Override
    public String toString() {
        return Arrays.toString(next);
    }
}
