package io.deskwire.notification.feed;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import io.deskwire.notification.feed.FeedRepository.Bounds;
import io.deskwire.notification.feed.FeedRepository.Entry;
import io.deskwire.notification.feed.FeedRepository.Stored;
import io.deskwire.notification.feed.FeedRepository.Stretch;
import io.deskwire.notification.tail.FeedItem;
import io.deskwire.notification.tail.Position;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// What happened before: written in the log's order, read by the caller's own claims.
///
/// Of each partition the rows are complete up to its position, which moves in the transaction that writes them. A
/// reader looks at the position first, so it never passes an event that has yet to be written.
@Service
class FeedHistory {
    private final FeedRepository repository;
    private final SystemAccess system;
    private final FeedProperties properties;
    private final Clock clock;

    FeedHistory(FeedRepository repository, SystemAccess system, FeedProperties properties, Clock clock) {
        this.repository = repository;
        this.system = system;
        this.properties = properties;
        this.clock = clock;
    }

    /// Part of the feed.
    ///
    /// @param next where it goes on
    record Slice(List<FeedItem> items, Position next) {}

    /// The earliest position that is still complete for the caller's tenant.
    @Transactional(readOnly = true)
    public Position earliest(Caller caller) {
        return bounds(caller).first();
    }

    /// Up to `limit` events after the position, topics merged by time and each in its own order; null where the
    /// position is no longer kept.
    @Transactional(readOnly = true)
    public @Nullable Slice read(Caller caller, Position from, @Nullable List<String> types, int limit) {
        var bounds = bounds(caller);
        if (!bounds.first().isAtOrBefore(from)) {
            return null;
        }
        var rows = repository.page(caller.requireTenant().value(), from, bounds.next(), types, limit + 1);
        return merge(rows, from, bounds.next(), limit);
    }

    private Bounds bounds(Caller caller) {
        return repository.bounds(Topic.partitionOf(caller.requireTenant().value()));
    }

    /// What is left of a topic when the page is full is read next time; a topic that is used up is read to its end.
    static Slice merge(List<Stored> rows, Position from, Position until, int limit) {
        Map<Topic, Deque<Stored>> topics = new EnumMap<>(Topic.class);
        for (var row : rows) {
            topics.computeIfAbsent(row.item().topic(), _ -> new ArrayDeque<>()).add(row);
        }
        var items = new ArrayList<FeedItem>();
        var position = from;
        while (items.size() < limit && !topics.isEmpty()) {
            var earliest = topics.values().stream()
                    .min(Comparator.comparing(queue -> queue.getFirst().occurredAt()))
                    .orElseThrow();
            var item = earliest.removeFirst().item();
            items.add(item);
            position = position.after(item.topic(), item.offset());
            if (earliest.isEmpty()) {
                topics.remove(item.topic());
            }
        }
        for (var topic : Topic.values()) {
            if (!topics.containsKey(topic)) {
                position = position.with(topic, Math.max(position.next(topic), until.next(topic)));
            }
        }
        return new Slice(List.copyOf(items), position);
    }

    /// Writes the next records of each stretch, in one statement. Seen again, they change nothing.
    ///
    /// @param entries each event once, in the log's order
    void write(List<Entry> entries, List<Stretch> stretches) {
        system.query("feed-history", () -> repository.write(entries, stretches));
    }

    @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT1H")
    void sweep() {
        Instant before = clock.instant()
                .atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant()
                .minus(Duration.ofDays(properties.keptDays()));
        system.run("feed-history", () -> repository.expire(before, properties.keptDays()));
    }
}
