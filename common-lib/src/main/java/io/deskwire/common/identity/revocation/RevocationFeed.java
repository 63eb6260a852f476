package io.deskwire.common.identity.revocation;

import io.deskwire.common.identity.IdentityProperties;
import io.deskwire.common.topic.TopicFollower;
import io.deskwire.contracts.event.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Keeps [Revocations] up to date from the identity topic, without a consumer group: every node reads everything.
///
/// A started node first reads what is still open, from one longest token ago, and is ready only then. While Kafka is
/// away it keeps what it knows and catches up later.
public final class RevocationFeed extends TopicFollower {
    /// The internal event's type.
    public static final String EVENT_TYPE = "access.revoked";

    private static final Logger log = LoggerFactory.getLogger(RevocationFeed.class);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Revocations revocations;
    private final Duration longestToken;
    private final Clock clock;
    private final JsonMapper json;
    private volatile boolean caughtUp;

    public RevocationFeed(
            Revocations revocations,
            String bootstrapServers,
            IdentityProperties properties,
            Clock clock,
            JsonMapper json) {
        super("revocation-feed", bootstrapServers, PATIENCE);
        this.revocations = revocations;
        this.longestToken = properties.longestToken();
        this.clock = clock;
        this.json = json;
    }

    /// True once everything open at the start has been read.
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    protected void follow(KafkaConsumer<byte[], byte[]> consumer) {
        var ends = seekToOpen(consumer);
        while (isRunning()) {
            if (!caughtUp) {
                // Before the poll: where nothing is open there is nothing to wait for.
                ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                caughtUp = ends.isEmpty();
            }
            consumer.poll(POLL).forEach(this::accept);
        }
    }

    private Map<TopicPartition, Long> seekToOpen(KafkaConsumer<byte[], byte[]> consumer) {
        var partitions = consumer.partitionsFor(Topic.IDENTITY.wire()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        var since = clock.instant().minus(longestToken).toEpochMilli();
        var wanted = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> wanted.put(partition, since));
        var ends = new HashMap<>(consumer.endOffsets(partitions));
        ends.forEach(consumer::seek);
        consumer.offsetsForTimes(wanted).forEach((partition, at) -> {
            if (at != null) {
                consumer.seek(partition, at.offset());
            }
        });
        return ends;
    }

    private void accept(ConsumerRecord<byte[], byte[]> event) {
        var type = event.headers().lastHeader("ce_type");
        if (type == null || !EVENT_TYPE.equals(new String(type.value(), StandardCharsets.UTF_8))) {
            return;
        }
        try {
            var revocation = json.treeToValue(json.readTree(event.value()).required("record"), Revocation.class);
            if (revocation == null) {
                throw new IllegalArgumentException("the record is null");
            }
            revocations.add(revocation.committedAt(Instant.ofEpochMilli(event.timestamp())));
        } catch (JacksonException | IllegalArgumentException notOurs) {
            log.error(
                    "A revocation cannot be read {}-{}@{}", event.topic(), event.partition(), event.offset(), notOurs);
        }
    }
}
