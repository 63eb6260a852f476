package io.deskwire.common.relay;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.relay.RelaySettings.Tuning;
import io.deskwire.common.relay.database.RelayDatabase;
import io.deskwire.common.relay.database.ReplicationSlot;
import io.deskwire.common.retry.Backoff;
import io.deskwire.contracts.event.Topic;
import io.deskwire.localstack.ServiceDatabase;
import io.deskwire.localstack.ServiceDatabase.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A migrated database of the tickets service whose outbox tests write to.
public final class OutboxDatabase implements AutoCloseable {
    static final Tuning IMPATIENT = new Tuning(
            Duration.ofMillis(10),
            Duration.ofSeconds(3),
            Duration.ofMillis(200),
            Duration.ofSeconds(4),
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            new Backoff.Growing(Duration.ofMillis(150), 2, Duration.ofMillis(800), 0.3),
            Duration.ofMinutes(10));

    public final ServiceDatabase database;

    public OutboxDatabase(ServiceDatabase database) {
        this.database = database;
        Flyway.configure()
                .dataSource(database.dataSource(Role.OWNER))
                .locations("classpath:db/common")
                .placeholders(Map.of("service", database.service()))
                .load()
                .migrate();
    }

    RelaySettings settings(String bootstrapServers) {
        var where = new RelayDatabase(
                database.host(), database.port(), database.name(), database.user(Role.CDC), database.password());
        return new RelaySettings("tickets", Topic.TICKETS, where, bootstrapServers).with(IMPATIENT);
    }

    Connection connect() throws SQLException {
        return database.dataSource(Role.SYSTEM).getConnection();
    }

    public JdbcClient as(Role role) {
        return JdbcClient.create(database.dataSource(role));
    }

    /// The shared cluster has few slots.
    @Override
    public void close() {
        ReplicationSlot.drop(as(Role.CDC), "deskwire_" + database.name());
    }

    /// Commits one event.
    public UUID append(UUID tenant, long version) {
        try (var connection = connect()) {
            return append(connection, tenant, version);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// In the connection's transaction.
    static UUID append(Connection connection, UUID tenant, long version) throws SQLException {
        return append(connection, tenant, version, "{\"permission\":\"tickets.read\",\"users\":[]}");
    }

    static UUID append(Connection connection, UUID tenant, long version, String audience) throws SQLException {
        var id = Uuid7.next();
        try (var insert = connection.prepareStatement("""
                INSERT INTO outbox (id, tenant_id, type, subject, subject_version, actor, traceparent, audience, data, occurred_at)
                VALUES (?, ?, 'ticket.updated', ?, ?, 'system:test', NULL, ?, ?, ?)
                """)) {
            insert.setObject(1, id);
            insert.setObject(2, tenant);
            insert.setString(3, "ticket of " + tenant);
            insert.setLong(4, version);
            insert.setString(5, audience);
            insert.setString(6, "{\"table\":\"tickets\",\"record\":{\"version\":" + version + "}}");
            insert.setObject(7, OffsetDateTime.now(ZoneOffset.UTC));
            insert.executeUpdate();
        }
        return id;
    }
}
