package io.deskwire.common.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.relay.database.ReplicationSlot;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Interleaved transactions and restarts at random moments: where Debezium 3.6 loses events on PostgreSQL 17 and later
/// when it searches the log for a stored offset (dbz#76). Ours has none to search for.
class RelayRestartIT {
    private static final int STEPS = 300;
    private static final int SESSIONS = 5;

    private final OutboxDatabase outbox = new OutboxDatabase(TestServers.database("tickets"));
    private final TopicReader reader = new TopicReader(TestServers.kafka());
    /// In the order of commits, which one thread decides.
    private final Map<UUID, List<Long>> committed = new HashMap<>();

    private final List<UUID> ids = new ArrayList<>();
    private long version;

    @ParameterizedTest
    @ValueSource(longs = {1, 20261121})
    void nothingIsLostAndCommitOrderKept(long seed) throws Exception {
        var random = new Random(seed);
        var tenants = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        var relay = startRelay();
        var sessions = new ArrayList<Session>();
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(new Session(outbox.connect()));
        }
        for (int step = 0; step < STEPS; step++) {
            var session = sessions.get(random.nextInt(SESSIONS));
            int dice = random.nextInt(100);
            if (dice < 60) {
                session.append(tenants.get(random.nextInt(tenants.size())));
            } else if (dice < 92) {
                session.commit();
            } else if (dice < 95) {
                session.rollback();
            } else if (dice < 97) {
                relay.close();
                relay = startRelay();
            } else {
                // With transactions open across it, and a slot that stands somewhere between them.
                reader.awaitAll(ids);
                cut(relay);
            }
        }
        for (var session : sessions) {
            session.commit();
            session.connection().close();
        }
        reader.awaitAll(ids);
        committed.forEach((tenant, versions) ->
                assertThat(reader.firstVersions(tenant)).as("seed %d", seed).containsExactlyElementsOf(versions));
        assertThat(relay.progress().replayed.sum()).isZero();
        relay.close();
        reader.close();
        outbox.close();
    }

    private void cut(OutboxRelay relay) {
        long rebuilds = relay.progress().rebuilds.sum();
        await().until(() -> {
            ReplicationSlot.release(outbox.as(Role.CDC), relay.settings().slot());
            return relay.progress().rebuilds.sum() > rebuilds;
        });
    }

    private OutboxRelay startRelay() throws SQLException {
        var relay = new OutboxRelay(outbox.settings(TestServers.kafka()), Clock.systemUTC());
        relay.ensureSlot();
        relay.start();
        return relay;
    }

    private record Written(UUID id, UUID tenant, long version) {}

    private final class Session {
        private final Connection connection;
        private final List<Written> open = new ArrayList<>();

        Session(Connection connection) throws SQLException {
            this.connection = connection;
            connection.setAutoCommit(false);
        }

        Connection connection() {
            return connection;
        }

        void append(UUID tenant) throws SQLException {
            version++;
            open.add(new Written(OutboxDatabase.append(connection, tenant, version), tenant, version));
        }

        void commit() throws SQLException {
            connection.commit();
            open.forEach(each -> {
                ids.add(each.id());
                committed.computeIfAbsent(each.tenant(), _ -> new ArrayList<>()).add(each.version());
            });
            open.clear();
        }

        void rollback() throws SQLException {
            connection.rollback();
            open.clear();
        }
    }
}
