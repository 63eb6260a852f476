package io.deskwire.common.identity;

import io.deskwire.common.topic.Topic;
import io.deskwire.common.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Keeps [Revocations] up to date from the identity topic, without a consumer group: every node reads everything.
///
/// A started node first reads what is still open, from one longest token ago, and is ready only then. While Kafka is
/// away it keeps what it knows and catches up later.
public final class RevocationFeed implements SmartLifecycle {
    /// The internal event's type.
    public static final String EVENT_TYPE = "access.revoked";

    private static final Logger log = LoggerFactory.getLogger(RevocationFeed.class);

    private final Revocations revocations;
    private final String bootstrapServers;
    private final Duration longestToken;
    private final Clock clock;
    private final JsonMapper json;
    private volatile boolean caughtUp;
    private volatile boolean running;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private @Nullable Thread thread;

    public RevocationFeed(
            Revocations revocations,
            String bootstrapServers,
            IdentityProperties properties,
            Clock clock,
            JsonMapper json) {
        this.revocations = revocations;
        this.bootstrapServers = bootstrapServers;
        this.longestToken = properties.longestToken();
        this.clock = clock;
        this.json = json;
    }

    /// True once everything open at the start has been read.
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("revocation-feed").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        var open = consumer;
        if (open != null) {
            // Not interrupted as well: the consumer would fail to close.
            open.wakeup();
        } else if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                Topics.ensure(bootstrapServers);
                follow();
            } catch (WakeupException | InterruptedException _) {
                return;
            } catch (RuntimeException failure) {
                log.warn("Revocations cannot be read from Kafka, trying again: {}", failure.toString());
            }
        }
    }

    private void follow() throws InterruptedException {
        try (var opened =
                new KafkaConsumer<String, byte[]>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer = opened;
            var ends = seekToOpen(opened);
            while (running) {
                if (!caughtUp) {
                    // Before the poll: where nothing is open there is nothing to wait for.
                    ends.entrySet().removeIf(end -> opened.position(end.getKey()) >= end.getValue());
                    caughtUp = ends.isEmpty();
                }
                opened.poll(Duration.ofSeconds(5)).forEach(this::accept);
            }
        } finally {
            consumer = null;
        }
    }

    private Map<TopicPartition, Long> seekToOpen(KafkaConsumer<String, byte[]> opened) {
        var partitions = opened.partitionsFor(Topic.IDENTITY.wire()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        opened.assign(partitions);
        var since = clock.instant().minus(longestToken).toEpochMilli();
        var wanted = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> wanted.put(partition, since));
        var ends = new HashMap<>(opened.endOffsets(partitions));
        ends.forEach(opened::seek);
        opened.offsetsForTimes(wanted).forEach((partition, at) -> {
            if (at != null) {
                opened.seek(partition, at.offset());
            }
        });
        return ends;
    }

    private void accept(ConsumerRecord<String, byte[]> event) {
        var type = event.headers().lastHeader("ce_type");
        if (type == null || !EVENT_TYPE.equals(new String(type.value(), StandardCharsets.UTF_8))) {
            return;
        }
        try {
            var revocation = json.treeToValue(json.readTree(event.value()).path("record"), Revocation.class);
            revocations.add(revocation);
        } catch (JacksonException | IllegalArgumentException | NullPointerException notOurs) {
            log.error(
                    "A revocation cannot be read {}-{}@{}", event.topic(), event.partition(), event.offset(), notOurs);
        }
    }

    private Properties settings() {
        var settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return settings;
    }
}
