package io.deskwire.common.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.relay.RelaySettings.Tuning;
import io.deskwire.common.relay.RelayStatus.State;
import io.deskwire.testsupport.TestServers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Processes die without a goodbye.
class RelayCrashIT {
    private static final Logger log = LoggerFactory.getLogger(RelayCrashIT.class);

    private final OutboxDatabase outbox = new OutboxDatabase(TestServers.database("tickets"));
    private final TopicReader reader = new TopicReader(TestServers.kafka());
    private final UUID tenant = UUID.randomUUID();
    /// As in production, so that the time of a takeover is that of production.
    private final RelaySettings settings = outbox.settings(TestServers.kafka()).with(Tuning.DEFAULTS);

    private final OutboxRelay relay = new OutboxRelay(settings, Clock.systemUTC());

    @AfterEach
    void stop() {
        relay.close();
        reader.close();
        outbox.close();
    }

    @Test
    void deathBetweenAcknowledgementAndConfirmationLosesNothing() throws Exception {
        relay.ensureSlot();
        var doomed = RelayProcess.start(settings, 120);
        try (var writer = Executors.newSingleThreadScheduledExecutor()) {
            var ids = new ArrayList<UUID>();
            var task = writer.scheduleAtFixedRate(
                    () -> ids.add(outbox.append(tenant, ids.size() + 1L)), 0, 5, TimeUnit.MILLISECONDS);
            assertThat(doomed.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(doomed.exitValue()).isEqualTo(137);
            relay.start();
            await().until(() -> relay.progress().relayed.sum() > 0);
            task.cancel(false);
            writer.shutdown();
            assertThat(writer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            reader.awaitAll(ids);
            assertThat(reader.firstVersions(tenant)).containsExactlyElementsOf(upTo(ids.size()));
            var repeated = reader.versions(tenant).size() - ids.size();
            log.info("{} events, {} repeated after death before confirmation", ids.size(), repeated);
            // Confirmed once a second: at 200 events a second that many may come again, with room for a slow machine.
            assertThat(repeated).isLessThan(ids.size());
            assertThat(relay.progress().replayed.sum()).isZero();
        }
    }

    @Test
    void standbyTakesOverWithinSeconds() throws Exception {
        relay.ensureSlot();
        var leader = RelayProcess.start(settings, 0);
        try {
            reader.awaitAll(List.of(outbox.append(tenant, 1)));
            relay.start();
            await().until(() -> relay.status().state() == State.STANDBY);
            LongStream.rangeClosed(2, 50).forEach(version -> outbox.append(tenant, version));
            leader.destroyForcibly();
            long start = System.nanoTime();
            reader.awaitAll(List.of(outbox.append(tenant, 51)));
            var pause = Duration.ofNanos(System.nanoTime() - start);
            log.info("takeover after SIGKILL: {} ms", pause.toMillis());
            // Not after TCP or the server has given the dead node up, which takes a minute and more.
            assertThat(pause).isLessThan(Duration.ofSeconds(25));
            assertThat(reader.firstVersions(tenant)).containsExactlyElementsOf(upTo(51));
        } finally {
            leader.destroyForcibly();
        }
    }

    @Test
    void twoNodesNeverRelayAtOnce() throws Exception {
        relay.ensureSlot();
        relay.start();
        try (var other = new OutboxRelay(settings, Clock.systemUTC())) {
            reader.awaitAll(List.of(outbox.append(tenant, 1)));
            other.start();
            await().until(() -> other.status().state() == State.STANDBY);
            reader.awaitAll(List.of(outbox.append(tenant, 2)));
            relay.close();
            reader.awaitAll(List.of(outbox.append(tenant, 3)));
            assertThat(other.status().state()).isEqualTo(State.RUNNING);
            assertThat(reader.firstVersions(tenant)).containsExactly(1L, 2L, 3L);
        }
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
