package io.deskwire.common.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.relay.RelaySettings.Mode;
import io.deskwire.common.relay.RelayStatus.State;
import io.deskwire.contracts.event.Topic;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.TestServers;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every relay promises, however it finds its events.
abstract class RelayContract {
    final OutboxDatabase outbox = new OutboxDatabase(TestServers.database("tickets"));
    final TopicReader reader = new TopicReader(TestServers.kafka());
    final UUID tenant = UUID.randomUUID();
    OutboxRelay relay;
    private final Mode mode;

    RelayContract(Mode mode) {
        this.mode = mode;
    }

    @BeforeEach
    void start() throws Exception {
        relay = relay();
        relay.ensureSlot();
        relay.start();
    }

    @AfterEach
    void stop() {
        relay.close();
        reader.close();
        outbox.close();
    }

    OutboxRelay relay() {
        return new OutboxRelay(outbox.settings(TestServers.kafka()).with(mode), Clock.systemUTC());
    }

    @Test
    void committedEventArrivesAsCloudEvent() {
        var id = outbox.append(tenant, 7);
        reader.awaitAll(List.of(id));
        var event = reader.of(tenant).getFirst();
        assertThat(new String(event.key(), UTF_8)).isEqualTo(tenant.toString());
        assertThat(event.partition()).isEqualTo(Topic.partitionOf(tenant));
        assertThat(new String(event.value(), UTF_8)).contains("\"version\":7");
        assertThat(TopicReader.header(event, "ce_source")).isEqualTo("deskwire/tickets");
        assertThat(TopicReader.header(event, "ce_time")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(event.headers().lastHeader("ce_replay")).isNull();
    }

    @Test
    void orderIsThatOfCommitsNotOfInserts() throws SQLException {
        try (var early = outbox.connect();
                var late = outbox.connect()) {
            early.setAutoCommit(false);
            late.setAutoCommit(false);
            OutboxDatabase.append(early, tenant, 2);
            OutboxDatabase.append(late, tenant, 1);
            late.commit();
            var last = OutboxDatabase.append(early, tenant, 3);
            early.commit();
            reader.awaitAll(List.of(last));
        }
        assertThat(reader.versions(tenant)).as(this::evidence).containsExactly(1L, 2L, 3L);
    }

    /// What tells a lost event from a late one.
    private String evidence() {
        reader.poll();
        return "offsets %s of events %s, status %s, %d rebuilds, set aside: %s"
                .formatted(
                        reader.of(tenant).stream().map(each -> each.offset()).toList(),
                        reader.versions(tenant),
                        relay.status(),
                        relay.progress().rebuilds.sum(),
                        outbox.as(Role.OWNER)
                                .sql("SELECT event_id, reason FROM outbox_quarantine")
                                .query()
                                .listOfRows());
    }

    @Test
    void rolledBackEventNeverArrives() throws SQLException {
        try (var connection = outbox.connect()) {
            connection.setAutoCommit(false);
            OutboxDatabase.append(connection, tenant, 1);
            connection.rollback();
            var id = OutboxDatabase.append(connection, tenant, 2);
            connection.commit();
            reader.awaitAll(List.of(id));
        }
        assertThat(reader.versions(tenant)).containsExactly(2L);
    }

    @Test
    void concurrentWritersKeepEachTenantsOrder() throws Exception {
        var tenants = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        var ids = writeConcurrently(tenants, 8, 60);
        reader.awaitAll(ids);
        for (var each : tenants) {
            assertThat(reader.versions(each))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 120).boxed().toList());
        }
        await().untilAsserted(() -> assertThat(relay.progress().relayed.sum()).isEqualTo(ids.size()));
    }

    /// Each transaction takes the next version of one tenant under a row lock, so that versions are in commit order.
    private List<UUID> writeConcurrently(List<UUID> tenants, int writers, int each) throws Exception {
        outbox.as(Role.OWNER)
                .sql("CREATE TABLE IF NOT EXISTS counter (tenant uuid, n bigint)")
                .update();
        for (var id : tenants) {
            outbox.as(Role.OWNER)
                    .sql("INSERT INTO counter VALUES (:id, 0)")
                    .param("id", id)
                    .update();
        }
        var ids = new ArrayList<UUID>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<List<UUID>>>();
            for (int writer = 0; writer < writers; writer++) {
                int first = writer;
                tasks.add(() -> write(tenants, first, each));
            }
            for (var done : threads.invokeAll(tasks)) {
                ids.addAll(done.get());
            }
        }
        return ids;
    }

    private List<UUID> write(List<UUID> tenants, int first, int count) throws SQLException {
        var ids = new ArrayList<UUID>();
        try (var connection = outbox.connect();
                var next = connection.prepareStatement("UPDATE counter SET n = n + 1 WHERE tenant = ? RETURNING n")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                var id = tenants.get((first + i) % tenants.size());
                next.setObject(1, id);
                try (var row = next.executeQuery()) {
                    row.next();
                    ids.add(OutboxDatabase.append(connection, id, row.getLong(1)));
                }
                connection.commit();
            }
        }
        return ids;
    }

    @Test
    void eventsOfTheTimeWithoutRelayArriveInOrderAfterRestart() {
        reader.awaitAll(List.of(outbox.append(tenant, 1)));
        relay.close();
        assertThat(relay.status().state()).isEqualTo(State.STOPPED);
        outbox.append(tenant, 2);
        var last = outbox.append(tenant, 3);
        relay = relay();
        relay.start();
        reader.awaitAll(List.of(last));
        assertThat(reader.firstVersions(tenant)).containsExactly(1L, 2L, 3L);
        assertThat(reader.versions(tenant).size()).as("repetitions").isLessThanOrEqualTo(4);
        assertThat(relay.progress().replayed.sum()).isZero();
    }

    @Test
    void eventTooLargeForKafkaIsSetAsideAndHoldsUpNobody() throws SQLException {
        UUID large;
        try (var connection = outbox.connect()) {
            large = OutboxDatabase.append(connection, tenant, 1, "{\"users\":[\"" + "x".repeat(2_000_000) + "\"]}");
        }
        reader.awaitAll(List.of(outbox.append(tenant, 2)));
        assertThat(reader.versions(tenant)).containsExactly(2L);
        assertThat(outbox.as(Role.SYSTEM)
                        .sql("SELECT event_id FROM outbox_quarantine")
                        .query(UUID.class)
                        .list())
                .containsExactly(large);
    }

    @Test
    void statusShowsNothingPending() {
        reader.awaitAll(List.of(outbox.append(tenant, 1)));
        await().untilAsserted(() -> {
            var status = relay.status();
            assertThat(status.state()).isEqualTo(State.RUNNING);
            assertThat(status.mode()).isEqualTo(mode);
            assertThat(status.pending()).isZero();
            assertThat(status.behind()).isZero();
            assertThat(status.isDegraded()).isFalse();
        });
    }
}
