package io.deskwire.common.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.deskwire.contracts.event.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads the tickets topic from its beginning and keeps, per tenant, what arrived in its order.
public final class TopicReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    public TopicReader(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(IntStream.range(0, Topic.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topic.TICKETS.wire(), partition))
                .toList());
    }

    /// Returns when each of the events has arrived at least once.
    public void awaitAll(Collection<UUID> ids) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    poll();
                    return ids().containsAll(ids);
                });
    }

    void poll() {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    }

    LinkedHashSet<UUID> ids() {
        var ids = new LinkedHashSet<UUID>();
        records.forEach(each -> ids.add(UUID.fromString(header(each, "ce_id"))));
        return ids;
    }

    /// Of one tenant, in order of arrival, repetitions included.
    List<ConsumerRecord<byte[], byte[]>> of(UUID tenant) {
        return records.stream()
                .filter(each -> header(each, "ce_tenantid").equals(tenant.toString()))
                .toList();
    }

    /// The `subjectversion` of a tenant's events, in order of arrival, repetitions included.
    List<Long> versions(UUID tenant) {
        return of(tenant).stream()
                .map(each -> Long.valueOf(header(each, "ce_subjectversion")))
                .toList();
    }

    /// As a consumer sees it that ignores what it knows.
    List<Long> firstVersions(UUID tenant) {
        return versions(tenant).stream().distinct().toList();
    }

    static String header(ConsumerRecord<?, ?> each, String name) {
        var header = each.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
