package io.deskwire.notification.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.event.Audience;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Caller.Credential;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.event.Topic;
import io.deskwire.testsupport.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

class EventTailTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> PERMISSIONS = List.of("tickets.read", "jobs.read", "members.read");

    private final MutableClock clock = MutableClock.at("2026-11-21T10:00:00Z");
    private final UUID acme = UUID.randomUUID();

    private EventTail tail(int events) {
        var tail = new EventTail(
                new TailProperties(events, DataSize.ofMegabytes(1), Duration.ofMinutes(10), DataSize.ofMegabytes(48)),
                clock);
        var ends = new EnumMap<Topic, long[]>(Topic.class);
        for (var topic : Topic.values()) {
            ends.put(topic, new long[Topic.PARTITIONS]);
        }
        tail.begin(ends);
        return tail;
    }

    private static Caller caller(UUID tenant, UUID user, Set<String> permissions) {
        return new Caller(
                Caller.Kind.USER,
                new UserId(user),
                new TenantId(tenant),
                null,
                permissions,
                new Credential(null, Instant.EPOCH, Instant.MAX, null),
                false,
                "{}",
                null);
    }

    private static TailEvent event(UUID tenant, Topic topic, long offset, Audience audience) {
        var event = new CloudEvent(
                UUID.randomUUID(),
                "ticket.created",
                new CloudEvent.Subject("s", 1),
                Instant.EPOCH,
                tenant,
                "user:x",
                new CloudEvent.Origin("deskwire/tickets", null),
                audience,
                JSON.createObjectNode());
        return new TailEvent(event, topic, offset, 100, Map.of());
    }

    private static void put(EventTail tail, TailEvent event) {
        var partition = Topic.partitionOf(event.event().tenant());
        tail.accept(event.topic(), partition, List.of(event), event.offset() + 1);
    }

    /// Readers come, go and come back at random, from memory or from a history that lags at random; whatever happens,
    /// each has got exactly what its audience rule shows, once and in each topic's order.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void handsOverWithoutGapOrDuplicate(long seed) {
        var random = new Random(seed);
        var tail = tail(15);
        var tenants = List.of(acme, UUID.randomUUID());
        var users = List.of(UUID.randomUUID(), UUID.randomUUID());
        var log = new ArrayList<TailEvent>();
        var offsets = new HashMap<String, Long>();
        var readers = new ArrayList<Reader>();
        for (int i = 0; i < 6; i++) {
            var permissions = Set.copyOf(PERMISSIONS.subList(0, random.nextInt(PERMISSIONS.size() + 1)));
            readers.add(new Reader(caller(tenants.get(i % 2), users.get(random.nextInt(2)), permissions)));
        }
        for (int step = 0; step < 3_000; step++) {
            if (random.nextInt(3) > 0) {
                var tenant = tenants.get(random.nextInt(2));
                var topic = Topic.values()[random.nextInt(Topic.values().length)];
                // A partition is shared: offsets jump over what is of others.
                long offset = offsets.merge(topic + "-" + Topic.partitionOf(tenant), 1L + random.nextInt(3), Long::sum);
                var audience = new Audience(
                        random.nextInt(4) == 0 ? null : PERMISSIONS.get(random.nextInt(3)),
                        random.nextInt(3) == 0 ? List.of(users.get(random.nextInt(2))) : List.of(),
                        random.nextInt(4) == 0 ? List.of(PERMISSIONS.get(random.nextInt(3))) : List.of());
                var event = event(tenant, topic, offset, audience);
                log.add(event);
                put(tail, event);
            } else {
                readers.get(random.nextInt(readers.size())).act(random, tail, log);
            }
        }
        for (var reader : readers) {
            reader.finish(tail, log);
            var seen = reader.seen;
            var shown = log.stream().filter(reader::shows).toList();
            assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(shown);
            for (var topic : Topic.values()) {
                assertThat(seen.stream().filter(event -> event.topic() == topic))
                        .isSortedAccordingTo((a, b) -> Long.compare(a.offset(), b.offset()));
            }
        }
    }

    /// Does what [EventStream] does, one step at a time.
    private static final class Reader {
        final Caller caller;
        final List<TailEvent> seen = new ArrayList<>();
        Position position = Position.ZERO;
        EventQueue queue;
        EventTail.Attachment attachment;

        Reader(Caller caller) {
            this.caller = caller;
        }

        boolean shows(TailEvent event) {
            return event.event().tenant().equals(caller.requireTenant().value())
                    && event.event().audience().admits(caller.subject().value(), caller.permissions(), _ -> false);
        }

        void act(Random random, EventTail tail, List<TailEvent> log) {
            if (attachment == null) {
                int lag = random.nextInt(5);
                connect(tail, log.subList(0, Math.max(0, log.size() - lag)));
            } else if (random.nextBoolean()) {
                drain(random.nextInt(4));
            } else {
                // Gone with the rest of the queue unread; the position says what was read.
                attachment.close();
                attachment = null;
            }
        }

        private void connect(EventTail tail, List<TailEvent> history) {
            queue = new EventQueue(100_000);
            var attached = tail.attach(caller, position, queue);
            if (attached.isEmpty()) {
                history.stream().filter(this::shows).forEach(this::take);
                queue = new EventQueue(100_000);
                attached = tail.attach(caller, position, queue);
            }
            attached.ifPresent(got -> {
                attachment = got;
                queue.takeBacklog().forEach(this::take);
                position = position.max(queue.start());
            });
        }

        private void drain(int most) {
            try {
                for (int i = 0; i < most; i++) {
                    var event = queue.poll(Duration.ZERO);
                    if (event == null) {
                        return;
                    }
                    take(event);
                }
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
        }

        private void take(TailEvent event) {
            if (position.precedes(event.topic(), event.offset())) {
                seen.add(event);
                position = position.after(event.topic(), event.offset());
            }
        }

        void finish(EventTail tail, List<TailEvent> log) {
            for (int i = 0; i < 3 && attachment == null; i++) {
                connect(tail, log);
                if (attachment == null) {
                    // The history's end: what was not for this reader lies behind it, too.
                    position = position.max(tail.position(caller.requireTenant().value()));
                }
            }
            drain(Integer.MAX_VALUE);
        }
    }

    @Test
    void doesNotPretendToRememberWhatItForgot() {
        var tail = tail(3);
        var reader = caller(acme, UUID.randomUUID(), Set.of("tickets.read"));
        for (long offset = 0; offset < 5; offset++) {
            put(tail, event(acme, Topic.TICKETS, offset, new Audience("tickets.read", List.of())));
        }
        assertThat(tail.attach(reader, Position.ZERO.with(Topic.TICKETS, 1), new EventQueue(10)))
                .isEmpty();
        var queue = new EventQueue(10);
        assertThat(tail.attach(reader, Position.ZERO.with(Topic.TICKETS, 2), queue))
                .isPresent();
        assertThat(queue.takeBacklog()).extracting(TailEvent::offset).containsExactly(2L, 3L, 4L);
    }

    @Test
    void deliversOnceWhatTheRelaySendsAgain() throws InterruptedException {
        var tail = tail(100);
        var reader = caller(acme, UUID.randomUUID(), Set.of("tickets.read"));
        var queue = new EventQueue(10);
        tail.attach(reader, queue);
        var first = event(acme, Topic.TICKETS, 0, new Audience("tickets.read", List.of()));

        put(tail, first);
        put(tail, new TailEvent(first.event(), Topic.TICKETS, 1, 100, Map.of()));

        var late = new EventQueue(10);
        tail.attach(reader, Position.ZERO, late);
        assertThat(late.takeBacklog()).extracting(TailEvent::offset).containsExactly(0L);
        assertThat(queue.poll(Duration.ZERO)).isSameAs(first);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void forgetsWhatIsTooOld() {
        var tail = tail(100);
        var reader = caller(acme, UUID.randomUUID(), Set.of("tickets.read"));
        put(tail, event(acme, Topic.TICKETS, 0, new Audience("tickets.read", List.of())));
        clock.advance(Duration.ofMinutes(11));
        tail.sweep();
        assertThat(tail.attach(reader, Position.ZERO, new EventQueue(10))).isEmpty();
        assertThat(tail.attach(reader, Position.ZERO.with(Topic.TICKETS, 1), new EventQueue(10)))
                .isPresent();
    }

    @Test
    void tellsWhoeverIsAttachedOfAGap() {
        var tail = tail(100);
        var reader = caller(acme, UUID.randomUUID(), Set.of("tickets.read"));
        var queue = new EventQueue(10);
        tail.attach(reader, queue);
        tail.skip(Topic.TICKETS, Topic.partitionOf(acme), 50);
        assertThat(queue.isBroken()).isTrue();
        assertThat(tail.attach(reader, Position.ZERO, new EventQueue(10))).isEmpty();
    }

    @Test
    void givesUpAReaderThatIsTooSlow() {
        var tail = tail(100);
        var queue = new EventQueue(2);
        tail.attach(caller(acme, UUID.randomUUID(), Set.of("tickets.read")), queue);
        for (long offset = 0; offset < 3; offset++) {
            put(tail, event(acme, Topic.TICKETS, offset, new Audience("tickets.read", List.of())));
        }
        assertThat(queue.isBroken()).isTrue();
    }
}
