package io.deskwire.notification.tail;

import io.deskwire.contracts.event.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// One tenant's latest events, bounded by count, size and age, and from where on they are complete. Not thread-safe.
final class TailRing {
    /// The bounds of one ring.
    record Limits(int events, long bytes, Duration age) {}

    private record Kept(TailEvent event, Instant at) {}

    private final Limits limits;
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private final Set<UUID> ids = new HashSet<>();
    private Position start;
    private long bytes;

    /// @param start complete from here on
    TailRing(Limits limits, Position start) {
        this.limits = limits;
        this.start = start;
    }

    /// False where the ring holds the event already: the relay sends again what it is not sure of.
    boolean add(TailEvent event, Instant now) {
        if (!ids.add(event.event().id())) {
            return false;
        }
        kept.addLast(new Kept(event, now));
        bytes += event.size();
        while (kept.size() > limits.events() || bytes > limits.bytes() && kept.size() > 1) {
            evictFirst();
        }
        evict(now);
        return true;
    }

    /// Lets go of what is too old.
    void evict(Instant now) {
        var oldest = now.minus(limits.age());
        while (!kept.isEmpty() && kept.getFirst().at().isBefore(oldest)) {
            evictFirst();
        }
    }

    private void evictFirst() {
        var gone = kept.removeFirst().event();
        ids.remove(gone.event().id());
        bytes -= gone.size();
        start = start.after(gone.topic(), gone.offset());
    }

    /// Everything at or after the position, in the order of arrival; empty where some of it is gone already.
    Optional<List<TailEvent>> since(Position position) {
        if (!start.isAtOrBefore(position)) {
            return Optional.empty();
        }
        return Optional.of(kept.stream()
                .map(Kept::event)
                .filter(event -> position.precedes(event.topic(), event.offset()))
                .toList());
    }

    Position start() {
        return start;
    }

    /// The topic's records before this offset were never seen.
    void startsAt(Topic topic, long offset) {
        start = start.with(topic, Math.max(start.next(topic), offset));
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    long bytes() {
        return bytes;
    }
}
