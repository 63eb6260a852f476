package io.deskwire.notification.feed;

import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.Problem.Gone;
import io.deskwire.common.problem.Problem.Unavailable;
import io.deskwire.notification.feed.FeedHistory.Slice;
import io.deskwire.notification.tail.EventJson;
import io.deskwire.notification.tail.EventQueue;
import io.deskwire.notification.tail.EventTail;
import io.deskwire.notification.tail.FeedItem;
import io.deskwire.notification.tail.Position;
import io.deskwire.notification.tail.TailEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// A tenant's events page by page, and what may be waited for.
@Service
class FeedService {
    private static final Duration LAG = Duration.ofMillis(50);
    private static final Duration START = Duration.ofSeconds(5);
    private static final int WAITING = 500;
    /// How often a wait looks whether its reader is still there.
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final FeedHistory history;
    private final EventTail tail;
    private final FeedCursors cursors;
    private final EventJson json;
    private final Clock clock;

    FeedService(FeedHistory history, EventTail tail, FeedCursors cursors, EventJson json, Clock clock) {
        this.history = history;
        this.tail = tail;
        this.cursors = cursors;
        this.json = json;
        this.clock = clock;
    }

    /// @param types null for all
    /// @param patience how long an empty page may be held back
    record Query(@Nullable List<String> types, int limit, Duration patience) {
        boolean wants(String type) {
            return types == null || types.contains(type);
        }
    }

    /// @param cursor null for the earliest event that is kept
    FeedPage page(Caller caller, @Nullable String cursor, Query query, ClientConnection reader) {
        var tenant = caller.requireTenant().value();
        var from = cursor == null ? history.earliest(caller) : cursors.read(tenant, cursor);
        var slice = history.read(caller, from, query.types(), query.limit());
        if (slice == null) {
            var earliest = cursors.write(tenant, history.earliest(caller));
            throw new Gone(
                    "cursor-expired",
                    "events at this cursor are no longer kept; fetch the present state and go on from earliest_cursor",
                    Map.of("earliest_cursor", earliest));
        }
        if (slice.items().isEmpty() && query.patience().isPositive()) {
            slice = awaited(caller, slice, query, reader);
        }
        return new FeedPage(slice.items(), cursors.write(tenant, slice.next()));
    }

    private Slice awaited(Caller caller, Slice empty, Query query, ClientConnection reader) {
        var deadline = clock.instant().plus(query.patience());
        try {
            var slice = empty;
            while (slice.items().isEmpty() && clock.instant().isBefore(deadline) && reader.isOpen()) {
                var queue = new EventQueue(WAITING);
                var attached = tail.attach(caller, slice.next(), queue);
                if (attached.isPresent()) {
                    try (var _ = attached.get()) {
                        return firstOf(queue, slice.next(), query, new Wait(deadline, reader));
                    }
                }
                // Memory begins after what the history knows: it catches up in a moment.
                Thread.sleep(LAG);
                var later = history.read(caller, slice.next(), query.types(), query.limit());
                slice = later == null ? slice : later;
            }
            return slice;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return empty;
        }
    }

    /// A wait for somebody, until then at the latest.
    private record Wait(Instant deadline, ClientConnection reader) {}

    /// The backlog's events, or else the first live one and what came with it.
    private Slice firstOf(EventQueue queue, Position from, Query query, Wait wait) throws InterruptedException {
        var items = new ArrayList<FeedItem>();
        var position = from;
        for (var event : queue.takeBacklog()) {
            if (items.size() == query.limit()) {
                return new Slice(items, position);
            }
            position = position.after(event.topic(), event.offset());
            if (query.wants(event.event().type())) {
                items.add(event.item(json));
            }
        }
        position = position.max(queue.start());
        while (items.size() < query.limit() && !(queue.isBroken() && queue.isEmpty())) {
            var event = items.isEmpty() ? next(queue, wait) : queue.poll(Duration.ZERO);
            if (event == null) {
                break;
            }
            position = position.after(event.topic(), event.offset());
            if (query.wants(event.event().type())) {
                items.add(event.item(json));
            }
        }
        return new Slice(items, position);
    }

    /// Null where nothing came in the time, or its reader has left.
    private @Nullable TailEvent next(EventQueue queue, Wait wait) throws InterruptedException {
        var left = Duration.between(clock.instant(), wait.deadline());
        while (left.compareTo(GLANCE) > 0 && wait.reader().isOpen()) {
            var event = queue.poll(GLANCE);
            if (event != null) {
                return event;
            }
            left = left.minus(GLANCE);
        }
        return wait.reader().isOpen() ? queue.poll(left.isNegative() ? Duration.ZERO : left) : null;
    }

    /// Where a stream begins that resumes nothing: now.
    void requireLive() {
        try {
            if (tail.awaitLive(START)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new Unavailable("events cannot be followed yet; try again");
    }

    /// A page of the feed. `next_cursor` is always given: there is always a next event.
    record FeedPage(List<FeedItem> items, String nextCursor) {}
}
