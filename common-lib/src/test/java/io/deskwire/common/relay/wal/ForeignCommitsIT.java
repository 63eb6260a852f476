package io.deskwire.common.relay.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.relay.OutboxDatabase;
import io.deskwire.common.relay.database.ReplicationSlot;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.TestServers;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the server sends to a stream while another database of its cluster is busy.
class ForeignCommitsIT {
    private static final int SILENCE_MILLIS = 400;

    @Test
    void onlyCommitsOfItsOwnDatabaseWakeIt() throws Exception {
        var neighbour = JdbcClient.create(TestServers.database("auth").dataSource(Role.OWNER));
        neighbour.sql("CREATE TABLE busy (id int)").update();
        try (var outbox = new OutboxDatabase(TestServers.database("tickets"))) {
            var slot = "deskwire_" + outbox.database.name();
            ReplicationSlot.create(outbox.as(Role.CDC), slot);
            var connection = connect(outbox);
            var socket = Objects.requireNonNull(ReadinessSocketFactory.ofThisThread());
            try (var stream = stream(connection, slot)) {
                stream.forceUpdateStatus();
                readUntilSilent(stream, socket);

                for (int i = 0; i < 20; i++) {
                    neighbour.sql("INSERT INTO busy VALUES (1)").update();
                }
                assertThat(socket.awaitReadable(SILENCE_MILLIS))
                        .as("something of the neighbour's arrives")
                        .isFalse();

                outbox.append(UUID.randomUUID(), 1);
                assertThat(socket.awaitReadable(5_000)).isTrue();
                assertThat(stream.readPending()).isNotNull();
            } finally {
                socket.close(); // ends the stream without a farewell
            }
        }
    }

    private static void readUntilSilent(PGReplicationStream stream, ReadinessSocket socket)
            throws SQLException, IOException {
        do {
            while (stream.readPending() != null) {
                // what went before
            }
        } while (socket.awaitReadable(SILENCE_MILLIS));
    }

    private static PGConnection connect(OutboxDatabase outbox) throws SQLException {
        var database = outbox.database;
        var properties = new Properties();
        properties.setProperty("user", database.user(Role.CDC));
        properties.setProperty("password", database.password());
        properties.setProperty("replication", "database");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "14");
        properties.setProperty("socketFactory", ReadinessSocketFactory.class.getName());
        var url = "jdbc:postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name());
        return DriverManager.getConnection(url, properties).unwrap(PGConnection.class);
    }

    private static PGReplicationStream stream(PGConnection connection, String slot) throws SQLException {
        return connection
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", "deskwire_outbox")
                .start();
    }
}
