package io.deskwire.notification.realtime.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.notification.realtime.channel.JoinConfig.Replay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BroadcastMemoryTests {
    private static final Instant START = Instant.parse("2026-11-30T10:00:00Z");

    private static final class SetClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final SetClock clock = new SetClock();
    private final UUID acme = UUID.randomUUID();
    private final BroadcastMemory memory = new BroadcastMemory(
            new Binder(new MapConfigurationPropertySource()).bindOrCreate("none", RealtimeProperties.class), clock);

    private void keep(UUID tenant, String topic, String event, int size) {
        memory.keep(tenant, new Broadcast(topic, event, false, new byte[size], UUID.randomUUID(), clock.instant()));
    }

    private List<String> recall(UUID tenant, String topic, Instant since, int limit) {
        return memory.recall(tenant, topic, new Replay(since.toEpochMilli(), limit)).stream()
                .map(Broadcast::event)
                .toList();
    }

    @Test
    void keepsTheLatestOfEachChannelAndTenantApart() {
        for (int i = 0; i < 40; i++) {
            keep(acme, "realtime:staff:a", "a" + i, 1);
        }
        keep(acme, "realtime:staff:b", "b", 1);
        keep(UUID.randomUUID(), "realtime:staff:a", "foreign", 1);

        assertThat(recall(acme, "realtime:staff:a", START, 25))
                .hasSize(25)
                .startsWith("a15")
                .endsWith("a39");
        assertThat(recall(acme, "realtime:staff:a", START, 2)).containsExactly("a38", "a39");
        assertThat(recall(acme, "realtime:staff:b", START, 25)).containsExactly("b");
        assertThat(recall(acme, "realtime:staff:c", START, 25)).isEmpty();
    }

    @Test
    void forgetsWhatIsOld() {
        keep(acme, "realtime:staff:a", "old", 1);
        clock.now = START.plus(Duration.ofMinutes(40));
        keep(acme, "realtime:staff:a", "newer", 1);
        assertThat(recall(acme, "realtime:staff:a", START, 25)).containsExactly("old", "newer");
        assertThat(recall(acme, "realtime:staff:a", START.plusMillis(1), 25)).containsExactly("newer");
        clock.now = START.plus(Duration.ofMinutes(61));
        assertThat(recall(acme, "realtime:staff:a", START, 25)).containsExactly("newer");
        clock.now = START.plus(Duration.ofMinutes(101));
        assertThat(recall(acme, "realtime:staff:a", START, 25)).isEmpty();
    }

    @Test
    void isBoundedInMemory() {
        for (int i = 0; i < 1_000; i++) {
            keep(acme, "realtime:staff:" + i, "e".repeat(10), 250_000);
        }
        int kept = 0;
        for (int i = 0; i < 1_000; i++) {
            kept += recall(acme, "realtime:staff:" + i, START, 25).size();
        }
        assertThat(kept * 250_000L).isLessThanOrEqualTo(64L * 1024 * 1024);
    }
}
