package io.deskwire.common.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.relay.RelayStatus.State;
import io.deskwire.common.relay.database.ReplicationSlot;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.TestServers;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The slot left a gap: the outbox table fills it.
class RelayReplayIT {
    private final OutboxDatabase outbox = new OutboxDatabase(TestServers.database("tickets"));
    private final TopicReader reader = new TopicReader(TestServers.kafka());
    private final UUID tenant = UUID.randomUUID();
    private OutboxRelay relay;

    @BeforeEach
    void relayTwoEvents() throws Exception {
        startRelay();
        outbox.append(tenant, 1);
        reader.awaitAll(List.of(outbox.append(tenant, 2)));
    }

    private void startRelay() throws Exception {
        relay = new OutboxRelay(outbox.settings(TestServers.kafka()), Clock.systemUTC());
        relay.ensureSlot();
        relay.start();
    }

    @AfterEach
    void stop() {
        relay.close();
        reader.close();
        outbox.close();
    }

    @Test
    void slotThatWasDroppedWhileTheRelayWasAway() throws Exception {
        relay.close();
        dropSlot();
        outbox.append(tenant, 3);
        startRelay();
        reader.awaitAll(List.of(outbox.append(tenant, 4)));
        assertThat(reader.firstVersions(tenant)).containsExactly(1L, 2L, 3L, 4L);
        // Counted when Kafka has acknowledged them, which is after somebody could read them.
        await().until(() -> relay.progress().replayed.sum() >= 3);
        assertThat(reader.of(tenant)).anySatisfy(event -> {
            assertThat(TopicReader.header(event, "ce_replay")).isEqualTo("true");
            assertThat(Instant.ofEpochMilli(event.timestamp()))
                    .isEqualTo(Instant.parse(TopicReader.header(event, "ce_time")));
        });
    }

    @Test
    void slotThatVanishesUnderTheRelay() {
        await().until(() -> relay.status().state() == State.RUNNING);
        dropSlot();
        reader.awaitAll(List.of(outbox.append(tenant, 3)));
        reader.awaitAll(List.of(outbox.append(tenant, 4)));
        assertThat(reader.firstVersions(tenant)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void slotThatSomebodyReplaced() throws Exception {
        relay.close();
        dropSlot();
        outbox.append(tenant, 3);
        outbox.as(Role.CDC)
                .sql("SELECT pg_create_logical_replication_slot(:slot, 'pgoutput')::text")
                .param("slot", relay.settings().slot())
                .query(String.class)
                .single();
        startRelay();
        reader.awaitAll(List.of(outbox.append(tenant, 4)));
        assertThat(reader.firstVersions(tenant)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void replayIsNotRepeatedByTheNextStart() throws Exception {
        relay.close();
        dropSlot();
        startRelay();
        reader.awaitAll(List.of(outbox.append(tenant, 3)));
        relay.close();
        startRelay();
        reader.awaitAll(List.of(outbox.append(tenant, 4)));
        assertThat(relay.progress().replayed.sum()).isZero();
    }

    /// Clocks of two nodes disagree: the later version carries the earlier id.
    @Test
    void replayFollowsVersionsWithinAnAggregate() throws Exception {
        relay.close();
        dropSlot();
        try (var connection = outbox.connect()) {
            OutboxDatabase.append(connection, tenant, 4);
            OutboxDatabase.append(connection, tenant, 3);
            OutboxDatabase.append(connection, tenant, 6);
            OutboxDatabase.append(connection, tenant, 5);
        }
        startRelay();
        reader.awaitAll(List.of(outbox.append(tenant, 7)));
        assertThat(reader.firstVersions(tenant)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    private void dropSlot() {
        ReplicationSlot.drop(outbox.as(Role.CDC), relay.settings().slot());
    }
}
