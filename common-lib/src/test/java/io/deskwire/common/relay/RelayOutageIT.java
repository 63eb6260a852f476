package io.deskwire.common.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.relay.database.ReplicationSlot;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.TestServers;
import io.deskwire.testsupport.server.KafkaServer;
import io.deskwire.testsupport.server.PostgresServer;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Servers go away and come back.
class RelayOutageIT {
    private static PostgresServer postgres;
    private static KafkaServer kafka;

    private final UUID tenant = UUID.randomUUID();
    private OutboxDatabase outbox;
    private OutboxRelay relay;

    @BeforeAll
    static void startServers() {
        postgres = TestServers.ownPostgres();
        kafka = TestServers.ownKafka();
    }

    @AfterAll
    static void stopServers() {
        kafka.close();
        postgres.close();
    }

    @BeforeEach
    void prepare() throws SQLException {
        outbox = new OutboxDatabase(postgres.database("tickets"));
        relay = new OutboxRelay(outbox.settings(kafka.bootstrapServers()), Clock.systemUTC());
        relay.ensureSlot();
    }

    @AfterEach
    void stop() {
        relay.close();
        outbox.close();
    }

    @Test
    void eventsWaitWhileKafkaIsAwayAndArriveInOrder() {
        relay.start();
        try (var reader = reader()) {
            reader.awaitAll(List.of(outbox.append(tenant, 1)));
        }
        kafka.stop();
        append(2, 40);
        await().until(() -> relay.status().isDegraded());
        // The producer gave up (its delivery timeout is 4 s here) and the engine was rebuilt, twice.
        await().until(() -> relay.progress().rebuilds.sum() >= 2);
        assertThat(relay.status().lastError()).isNotNull();
        append(41, 60);
        kafka.start();
        try (var reader = reader()) {
            reader.awaitAll(List.of(outbox.append(tenant, 61)));
            assertThat(reader.firstVersions(tenant)).containsExactlyElementsOf(upTo(61));
        }
        await().until(() -> !relay.status().isDegraded());
    }

    @Test
    void relayThatStartsBeforeKafkaCatchesUp() {
        kafka.stop();
        relay.start();
        append(1, 5);
        kafka.start();
        try (var reader = reader()) {
            reader.awaitAll(List.of(outbox.append(tenant, 6)));
            assertThat(reader.firstVersions(tenant)).containsExactlyElementsOf(upTo(6));
        }
    }

    @Test
    void postgresRestarts() {
        relay.start();
        try (var reader = reader()) {
            reader.awaitAll(List.of(outbox.append(tenant, 1)));
            append(2, 20);
            postgres.stop();
            await().until(() -> relay.progress().rebuilds.sum() > 0);
            postgres.start();
            append(21, 39);
            reader.awaitAll(List.of(outbox.append(tenant, 40)));
            assertThat(reader.firstVersions(tenant)).containsExactlyElementsOf(upTo(40));
            assertThat(relay.progress().replayed.sum()).isZero();
        }
    }

    @Test
    void slotThatTheServerInvalidatedIsReplacedAndTheGapFilled() throws SQLException {
        relay.start();
        try (var reader = reader()) {
            reader.awaitAll(List.of(outbox.append(tenant, 1)));
            relay.close();
            append(2, 10);
            loseSlots();
            relay = new OutboxRelay(outbox.settings(kafka.bootstrapServers()), Clock.systemUTC());
            relay.ensureSlot();
            relay.start();
            reader.awaitAll(List.of(outbox.append(tenant, 11)));
            assertThat(reader.firstVersions(tenant)).containsExactlyElementsOf(upTo(11));
            // Counted when Kafka has acknowledged them, which is after somebody could read them.
            await().until(() -> relay.progress().replayed.sum() >= 9);
        }
    }

    /// As if nobody had read for days.
    private void loseSlots() throws SQLException {
        try (var connection = postgres.superuser().connect(outbox.database.name());
                var statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET idle_replication_slot_timeout = '1s'");
            statement.execute("SELECT pg_reload_conf()");
            await().until(() -> {
                statement.execute("CHECKPOINT");
                return slot().invalidation() != null;
            });
            statement.execute("ALTER SYSTEM RESET idle_replication_slot_timeout");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private ReplicationSlot slot() {
        return ReplicationSlot.find(outbox.as(Role.CDC), relay.settings().slot())
                .orElseThrow();
    }

    private TopicReader reader() {
        return new TopicReader(kafka.bootstrapServers());
    }

    private void append(long first, long last) {
        LongStream.rangeClosed(first, last).forEach(version -> outbox.append(tenant, version));
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
