package io.deskwire.notification.feed;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.topic.KafkaProperties;
import io.deskwire.common.topic.Topic;
import io.deskwire.common.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Reads all partitions of all topics from the end on, without a group: every node reads everything.
///
/// While Kafka is away it keeps its offsets and goes on from there; a consumer that fails is replaced by one that goes
/// on from there, too.
@Component
class TailConsumer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(TailConsumer.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Map<String, Topic> TOPICS = byName();

    private final EventTail tail;
    private final String bootstrapServers;
    private final JsonMapper json;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private volatile boolean running;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Thread thread;

    TailConsumer(EventTail tail, KafkaProperties kafka, JsonMapper json) {
        this.tail = tail;
        this.bootstrapServers = kafka.bootstrapServers();
        this.json = json;
    }

    private static Map<String, Topic> byName() {
        var names = new HashMap<String, Topic>();
        for (var topic : Topic.values()) {
            names.put(topic.wire(), topic);
        }
        return Map.copyOf(names);
    }

    /// Whether the reading thread is at work; a node whose tail has died is no node.
    boolean isAlive() {
        return running && thread != null && thread.isAlive();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("event-tail").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        var open = consumer;
        if (open != null) {
            open.wakeup();
        }
        if (thread != null) {
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
            } catch (WakeupException | InterruptException | InterruptedException stopped) {
                if (!running) {
                    return;
                }
                log.warn("The event tail was interrupted, going on", stopped);
            } catch (RuntimeException failure) {
                log.warn("The event tail cannot read from Kafka, trying again: {}", failure.toString());
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        var bytes = new ByteArrayDeserializer();
        try (var opened = new KafkaConsumer<>(settings(), bytes, bytes)) {
            consumer = opened;
            var partitions = partitions();
            opened.assign(partitions);
            if (next.isEmpty()) {
                begin(opened.endOffsets(partitions));
            }
            next.forEach(opened::seek);
            log.info("The event tail follows {} partitions", partitions.size());
            while (running) {
                poll(opened);
                tail.sweep();
            }
        } finally {
            consumer = null;
        }
    }

    private void begin(Map<TopicPartition, Long> ends) {
        var offsets = new EnumMap<Topic, long[]>(Topic.class);
        for (var topic : Topic.values()) {
            offsets.put(topic, new long[Topic.PARTITIONS]);
        }
        ends.forEach((partition, end) -> topic(partition.topic(), offsets)[partition.partition()] = end);
        next.putAll(ends);
        tail.begin(offsets);
    }

    private static long[] topic(String name, Map<Topic, long[]> offsets) {
        return Objects.requireNonNull(offsets.get(TOPICS.get(name)));
    }

    private void poll(KafkaConsumer<byte[], byte[]> opened) {
        try {
            var records = opened.poll(POLL);
            for (var partition : records.partitions()) {
                accept(partition, records.records(partition));
            }
        } catch (OffsetOutOfRangeException gone) {
            // Away for longer than Kafka keeps records, or the log was replaced.
            var partitions = gone.partitions();
            log.error(
                    "Events were lost to the tail: {} no longer has {}", partitions, gone.offsetOutOfRangePartitions());
            opened.endOffsets(partitions).forEach((partition, end) -> {
                tail.skip(Objects.requireNonNull(TOPICS.get(partition.topic())), partition.partition(), end);
                next.put(partition, end);
                opened.seek(partition, end);
            });
        }
    }

    private void accept(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        var topic = Objects.requireNonNull(TOPICS.get(partition.topic()));
        var events = new ArrayList<TailEvent>(records.size());
        for (var record : records) {
            CloudEvent.parse(record.headers(), record.value(), json)
                    .filter(event -> Topic.partitionOf(event.tenant()) == partition.partition())
                    .ifPresent(event ->
                            events.add(new TailEvent(event, topic, record.offset(), record.serializedValueSize())));
        }
        var after = records.getLast().offset() + 1;
        tail.accept(topic, partition.partition(), events, after);
        next.put(partition, after);
    }

    private static List<TopicPartition> partitions() {
        return Arrays.stream(Topic.values())
                .flatMap(topic -> IntStream.range(0, Topic.PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(topic.wire(), partition)))
                .toList();
    }

    /// One byte is enough for an answer, so latency does not depend on how long the broker may wait for it.
    private Properties settings() {
        var settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "event-tail");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "1");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "500");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1000");
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        return settings;
    }
}
