package io.deskwire.benchmarks.cost;

import io.deskwire.contracts.event.Topic;
import io.deskwire.localstack.Superuser;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/// Waits until what was begun has come to its end: every event of every outbox is in Kafka, every group has read all of
/// them, and none of that has made another event. What it asks PostgreSQL for itself, it asks without parallel
/// workers: these do not say whom they work for, and would count as the stack's. Not thread-safe.
final class Settling implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(300);
    /// Relays confirm their position once a second.
    private static final Duration CONFIRMING = Duration.ofMillis(1_300);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<Connection> outboxes;
    private final Admin kafka;
    private final Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    private final OffsetDateTime since;
    private final long before;

    /// Everything has to be at rest at this moment.
    Settling(Superuser superuser, String bootstrapServers) throws Exception {
        this.outboxes = outboxes(superuser);
        this.kafka = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        for (var topic : Topic.values()) {
            for (int i = 0; i < Topic.PARTITIONS; i++) {
                partitions.put(new TopicPartition(topic.wire(), i), OffsetSpec.latest());
            }
        }
        this.since = now();
        this.before = sum(ends());
    }

    private static List<Connection> outboxes(Superuser superuser) throws SQLException {
        var names = new ArrayList<String>();
        try (var connection = superuser.connect("postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT datname FROM pg_database WHERE datallowconn")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        var outboxes = new ArrayList<Connection>();
        for (var name : names) {
            var connection = superuser.connect(name);
            try (var statement = connection.createStatement()) {
                statement.execute("SET max_parallel_workers_per_gather = 0");
                try (var found = statement.executeQuery("SELECT to_regclass('public.outbox') IS NOT NULL")) {
                    found.next();
                    if (found.getBoolean(1)) {
                        outboxes.add(connection);
                    } else {
                        connection.close();
                    }
                }
            }
        }
        return outboxes;
    }

    void await() throws Exception {
        await("every event is relayed and read", () -> {
            try {
                return isSettled();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Thread.sleep(CONFIRMING);
    }

    /// Cleans up in every service's database what autovacuum would clean up soon, in the midst of what is measured.
    void vacuum() throws SQLException {
        for (var outbox : outboxes) {
            try (var statement = outbox.createStatement()) {
                statement.execute("VACUUM (ANALYZE)");
            }
        }
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not within %d s: %s".formatted(LIMIT.toSeconds(), what));
            }
            Thread.sleep(PAUSE);
        }
    }

    /// What a group has read is committed before the group says so, and with it the events that it made. So these are
    /// counted last.
    private boolean isSettled() throws Exception {
        if (written() > sum(ends()) - before) {
            return false;
        }
        var ends = ends();
        return haveRead(ends) && written() <= sum(ends) - before;
    }

    private long written() throws SQLException {
        long written = 0;
        for (var outbox : outboxes) {
            try (var statement = outbox.prepareStatement("SELECT count(*) FROM public.outbox WHERE occurred_at > ?")) {
                statement.setObject(1, since);
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    written += rows.getLong(1);
                }
            }
        }
        return written;
    }

    private OffsetDateTime now() throws SQLException {
        try (var statement = outboxes.getFirst().createStatement();
                var rows = statement.executeQuery("SELECT clock_timestamp()")) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class);
        }
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        var ends = new HashMap<TopicPartition, Long>();
        kafka.listOffsets(partitions).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    /// A group that somebody reads for counts, in the partitions that it has ever committed.
    private boolean haveRead(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        var asked = new HashMap<String, ListConsumerGroupOffsetsSpec>();
        for (var group : kafka.listGroups().all().get()) {
            if (group.groupState().filter(GroupState.STABLE::equals).isPresent()) {
                asked.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
            }
        }
        return asked.isEmpty()
                || kafka.listConsumerGroupOffsets(asked).all().get().values().stream()
                        .flatMap(offsets -> offsets.entrySet().stream())
                        .allMatch(offset -> offset.getValue() == null
                                || offset.getValue().offset() >= ends.getOrDefault(offset.getKey(), 0L));
    }

    @Override
    public void close() throws SQLException {
        kafka.close(Duration.ofSeconds(5));
        for (var outbox : outboxes) {
            outbox.close();
        }
    }
}
