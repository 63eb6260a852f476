package io.deskwire.notification.tail;

import io.deskwire.common.identity.Caller;
import io.deskwire.contracts.event.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/// The live events of all tenants on this node: the recent ones in memory, the next ones handed to its readers
/// and in the event's audience. No query, whatever the number of attached.
///
/// Attaching and delivering exclude one another, so what is attached at a position gets each event from there on
/// once, in each topic's order. Thread-safe; [TailConsumer] is the only writer.
@Component
public class EventTail {
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

    private final TailRing.Limits limits;
    private final long memory;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch live = new CountDownLatch(1);
    private final long[][] next = new long[Topic.values().length][Topic.PARTITIONS];
    /// Where a tenant without a ring is complete from.
    private final long[][] floor = new long[Topic.values().length][Topic.PARTITIONS];
    /// The tenant that was quiet longest comes first.
    private final LinkedHashMap<UUID, TailRing> rings = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<UUID, List<Attachment>> attached = new HashMap<>();
    private long bytes;
    private Instant swept = Instant.EPOCH;

    public EventTail(TailProperties properties, Clock clock) {
        this.limits = new TailRing.Limits(
                properties.ringEvents(), properties.ringSize().toBytes(), properties.ringAge());
        this.memory = properties.memory().toBytes();
        this.clock = clock;
    }

    /// What is attached. Called in the tail's own thread: take the event and return at once.
    public interface Listener {
        /// First of all, with what came before: complete up to the position, from which on [#on] takes over.
        void attached(Position position, List<TailEvent> backlog);

        void on(TailEvent event);

        /// Events were lost on the way; what follows would have a gap, so nothing follows.
        void lost();
    }

    /// One attached listener; closed more than once without harm.
    public final class Attachment implements AutoCloseable {
        private final UUID tenant;
        private final Listener listener;
        private volatile Caller caller;

        private Attachment(UUID tenant, Caller caller, Listener listener) {
            this.tenant = tenant;
            this.caller = caller;
            this.listener = listener;
        }

        /// From the next event on another token of the same tenant decides.
        public void becomes(Caller renewed) {
            if (!tenant.equals(renewed.requireTenant().value())) {
                throw new IllegalArgumentException("a token of another tenant");
            }
            this.caller = renewed;
        }

        private boolean admits(TailEvent event) {
            return event.admits(caller);
        }

        @Override
        public void close() {
            lock.lock();
            try {
                attached.computeIfPresent(tenant, (_, all) -> {
                    all.remove(this);
                    return all.isEmpty() ? null : all;
                });
            } finally {
                lock.unlock();
            }
        }
    }

    /// From now on.
    public Attachment attach(Caller caller, Listener listener) {
        lock.lock();
        try {
            return register(caller, at(caller.requireTenant().value()), List.of(), listener);
        } finally {
            lock.unlock();
        }
    }

    /// From an earlier position on; empty where memory does not reach back so far, or there is no memory yet.
    public Optional<Attachment> attach(Caller caller, Position from, Listener listener) {
        var tenant = caller.requireTenant().value();
        lock.lock();
        try {
            if (!isLive()) {
                return Optional.empty();
            }
            var ring = rings.get(tenant);
            if (ring == null) {
                return vector(floor, tenant).isAtOrBefore(from)
                        ? Optional.of(register(caller, at(tenant), List.of(), listener))
                        : Optional.empty();
            }
            return ring.since(from).map(backlog -> register(caller, at(tenant), backlog, listener));
        } finally {
            lock.unlock();
        }
    }

    private Attachment register(Caller caller, Position position, List<TailEvent> backlog, Listener listener) {
        var tenant = caller.requireTenant().value();
        var attachment = new Attachment(tenant, caller, listener);
        listener.attached(position, backlog.stream().filter(attachment::admits).toList());
        attached.computeIfAbsent(tenant, _ -> new ArrayList<>()).add(attachment);
        return attachment;
    }

    /// Where the tail is for a tenant.
    public Position position(UUID tenant) {
        lock.lock();
        try {
            return at(tenant);
        } finally {
            lock.unlock();
        }
    }

    public boolean isLive() {
        return live.getCount() == 0;
    }

    /// False where the tail does not know its place within the time: Kafka has been away since the start.
    public boolean awaitLive(Duration patience) throws InterruptedException {
        return live.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Position at(UUID tenant) {
        return vector(next, tenant);
    }

    private static Position vector(long[][] offsets, UUID tenant) {
        var partition = Topic.partitionOf(tenant);
        return Position.of(
                Arrays.stream(offsets).mapToLong(topic -> topic[partition]).toArray());
    }

    /// Takes what the consumer has read of one partition: the events, and how far it is with them.
    public void accept(Topic topic, int partition, List<TailEvent> events, long nextOffset) {
        var now = clock.instant();
        lock.lock();
        try {
            for (var event : events) {
                if (event.offset() >= next[topic.ordinal()][partition]) {
                    deliver(event, now);
                    next[topic.ordinal()][partition] = event.offset() + 1;
                }
            }
            next[topic.ordinal()][partition] = Math.max(next[topic.ordinal()][partition], nextOffset);
        } finally {
            lock.unlock();
        }
    }

    private void deliver(TailEvent event, Instant now) {
        var tenant = event.event().tenant();
        var all = keep(tenant, event, now) ? attached.get(tenant) : null;
        if (all == null) {
            return;
        }
        for (var attachment : all) {
            if (attachment.admits(event)) {
                attachment.listener.on(event);
            }
        }
    }

    /// False where memory holds the event already.
    private boolean keep(UUID tenant, TailEvent event, Instant now) {
        var ring = rings.computeIfAbsent(tenant, _ -> new TailRing(limits, vector(floor, tenant)));
        var before = ring.bytes();
        var fresh = ring.add(event, now);
        bytes += ring.bytes() - before;
        while (bytes > memory && rings.size() > 1) {
            var quietest = rings.entrySet().iterator().next();
            forget(quietest.getKey(), quietest.getValue());
        }
        return fresh;
    }

    private void forget(UUID tenant, TailRing ring) {
        var partition = Topic.partitionOf(tenant);
        var at = at(tenant);
        for (var topic : Topic.values()) {
            floor[topic.ordinal()][partition] = Math.max(
                    floor[topic.ordinal()][partition],
                    ring.isEmpty() ? ring.start().next(topic) : at.next(topic));
        }
        bytes -= ring.bytes();
        rings.remove(tenant);
    }

    /// Where the tail begins; all partitions at once.
    public void begin(Map<Topic, long[]> ends) {
        lock.lock();
        try {
            ends.forEach((topic, offsets) -> {
                System.arraycopy(offsets, 0, next[topic.ordinal()], 0, Topic.PARTITIONS);
                System.arraycopy(offsets, 0, floor[topic.ordinal()], 0, Topic.PARTITIONS);
            });
        } finally {
            lock.unlock();
        }
        live.countDown();
    }

    /// Kafka no longer has what comes next: those who are attached have a gap, and memory begins anew.
    public void skip(Topic topic, int partition, long offset) {
        lock.lock();
        try {
            next[topic.ordinal()][partition] = offset;
            floor[topic.ordinal()][partition] = offset;
            rings.forEach((tenant, ring) -> {
                if (Topic.partitionOf(tenant) == partition) {
                    ring.startsAt(topic, offset);
                }
            });
            var cut = attached.entrySet().stream()
                    .filter(entry -> Topic.partitionOf(entry.getKey()) == partition)
                    .toList();
            for (var entry : cut) {
                attached.remove(entry.getKey());
                entry.getValue().forEach(attachment -> attachment.listener.lost());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lets go of what has become too old; tenants that are quiet cost nothing.
    public void sweep() {
        var now = clock.instant();
        lock.lock();
        try {
            if (now.isBefore(swept.plus(SWEEP_EVERY))) {
                return;
            }
            swept = now;
            for (var entry : List.copyOf(rings.entrySet())) {
                var ring = entry.getValue();
                var before = ring.bytes();
                ring.evict(now);
                bytes += ring.bytes() - before;
                if (ring.isEmpty()) {
                    forget(entry.getKey(), ring);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
