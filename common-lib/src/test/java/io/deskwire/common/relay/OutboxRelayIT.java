package io.deskwire.common.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deskwire.common.relay.RelaySettings.Mode;
import io.deskwire.common.relay.database.ReplicationSlot;
import io.deskwire.contracts.event.Topic;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.TestServers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;

/// From the write-ahead log.
class OutboxRelayIT extends RelayContract {
    /// Of a record batch, format 2: where its length and its attributes lie, and what its head takes.
    private static final int LENGTH = 8;
    private static final int ATTRIBUTES = 21;
    private static final int BATCH_HEAD = 61;

    OutboxRelayIT() {
        super(Mode.LOGICAL);
    }

    @Test
    void statusShowsTheSlot() {
        await().untilAsserted(() -> {
            assertThat(relay.status().slot()).isNotNull();
            assertThat(relay.status().slot().walStatus()).isEqualTo("reserved");
        });
    }

    /// A relay that works off its neighbours' log would seem dead without it.
    @Test
    void serverTellsHowFarItHasRead() {
        await().untilAsserted(() -> assertThat(ReplicationSlot.find(
                                outbox.as(Role.CDC), relay.settings().slot())
                        .orElseThrow()
                        .sent())
                .isNotNull());
    }

    /// As the broker keeps them: codec 1 is gzip, which clients bring along; for LZ4 (3) some need another library.
    @Test
    void batchesAreCompressedAsEveryClientReadsThem() throws Exception {
        reader.awaitAll(List.of(outbox.append(tenant, 1)));

        var codecs = new TreeSet<Integer>();
        for (var batches = ByteBuffer.wrap(Files.readAllBytes(segment())); batches.remaining() > BATCH_HEAD; ) {
            var start = batches.position();
            codecs.add(batches.getShort(start + ATTRIBUTES) & 7);
            batches.position(start + LENGTH + Integer.BYTES + batches.getInt(start + LENGTH));
        }
        assertThat(codecs).containsExactly(1);
    }

    private Path segment() throws Exception {
        try (var admin =
                Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestServers.kafka()))) {
            var broker = admin.describeCluster().nodes().get().iterator().next().id();
            var directories = admin.describeLogDirs(List.of(broker))
                    .allDescriptions()
                    .get()
                    .get(broker)
                    .keySet();
            var segment = Path.of(directories.iterator().next())
                    .resolve(Topic.TICKETS.wire() + "-" + Topic.partitionOf(tenant))
                    .resolve("0".repeat(20) + ".log");
            assumeTrue(Files.exists(segment), "the broker is on another machine");
            return segment;
        }
    }
}
