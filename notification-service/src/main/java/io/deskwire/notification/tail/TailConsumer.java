package io.deskwire.notification.tail;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.event.EventParser;
import io.deskwire.common.topic.KafkaProperties;
import io.deskwire.common.topic.TopicFollower;
import io.deskwire.contracts.event.Topic;
import io.deskwire.directory.Need;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Reads all partitions of all topics from the end on, without a group: every node reads everything.
///
/// While Kafka is away it keeps its offsets and goes on from there; a consumer that fails is replaced by one that goes
/// on from there, too.
@Component
class TailConsumer extends TopicFollower {
    private static final Logger log = LoggerFactory.getLogger(TailConsumer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Map<String, Topic> TOPICS = byName();

    private final EventTail tail;
    private final EventParser parser;
    private final TeamMembers teams;
    private final TeamNews news;
    private final Map<TopicPartition, Long> next = new HashMap<>();

    TailConsumer(EventTail tail, KafkaProperties kafka, EventParser parser, TeamMembers teams, TeamNews news) {
        super("event-tail", kafka.bootstrapServers(), PATIENCE);
        this.tail = tail;
        this.parser = parser;
        this.teams = teams;
        this.news = news;
    }

    private static Map<String, Topic> byName() {
        var names = new HashMap<String, Topic>();
        for (var topic : Topic.values()) {
            names.put(topic.wire(), topic);
        }
        return Map.copyOf(names);
    }

    @Override
    protected void follow(KafkaConsumer<byte[], byte[]> consumer) {
        var partitions = partitions();
        consumer.assign(partitions);
        if (next.isEmpty()) {
            begin(consumer.endOffsets(partitions));
        }
        next.forEach(consumer::seek);
        log.info("The event tail follows {} partitions", partitions.size());
        while (isRunning()) {
            poll(consumer);
            tail.sweep();
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
        var after = records.getLast().offset() + 1;
        try {
            var events = new ArrayList<TailEvent>(records.size());
            var known = new HashMap<Named, Set<UUID>>();
            for (var record : records) {
                parser.parse(record)
                        .filter(event -> Topic.partitionOf(event.tenant()) == partition.partition())
                        .ifPresent(event -> events.add(new TailEvent(
                                event,
                                topic,
                                record.offset(),
                                record.serializedValueSize(),
                                teamMembers(event, known))));
            }
            tail.accept(topic, partition.partition(), events, after);
        } catch (DataAccessException | TransactionException away) {
            // Nobody can say who is in a team. Who is attached comes again, and the history tells.
            log.warn(
                    "Events go past the tail: {} from {} on",
                    partition,
                    records.getFirst().offset(),
                    away);
            tail.skip(topic, partition.partition(), after);
        }
        next.put(partition, after);
    }

    private record Named(UUID tenant, List<UUID> teams) {}

    /// Asked before the tail is locked, only where teams are named, and once in a batch for each combination of
    /// them, unless the batch has news of a team.
    private Map<List<UUID>, Set<UUID>> teamMembers(CloudEvent event, Map<Named, Set<UUID>> known) {
        if (event.type().startsWith("team.")) {
            news.hear(event);
            known.clear();
        }
        return Need.askedOf(event.audience())
                .distinct()
                .collect(Collectors.toUnmodifiableMap(
                        named -> named,
                        named -> known.computeIfAbsent(
                                new Named(event.tenant(), named), of -> teams.of(of.tenant(), of.teams()))));
    }

    private static List<TopicPartition> partitions() {
        return Arrays.stream(Topic.values())
                .flatMap(topic -> IntStream.range(0, Topic.PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(topic.wire(), partition)))
                .toList();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG, "event-tail",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    }
}
