package io.deskwire.common.topic;

import io.deskwire.contracts.event.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/// Works off events of one type, each once for all nodes of a consumer group. Offsets are committed after the effects;
/// an event whose effect fails is tried again until it succeeds, and what comes after it waits.
///
/// For what need not be done at once: the broker lets events gather for a second, since most of what is read is of
/// another type and each answer and commit costs every service's share of the machine.
public abstract class GroupFollower extends TopicFollower {
    private static final int GATHERED_BYTES = 1 << 20;
    private static final int GATHERING_MILLIS = 1_000;

    private final String group;
    private final List<Topic> topics;
    private final String type;

    /// @param group also names the thread
    /// @param type of the events, as in `ce_type`; others are passed over
    protected GroupFollower(String group, String bootstrapServers, Duration patience, List<Topic> topics, String type) {
        super(group, bootstrapServers, patience);
        this.group = group;
        this.topics = topics;
        this.type = type;
    }

    /// Harmless where it is repeated.
    protected abstract void accept(ConsumerRecord<byte[], byte[]> event);

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                GATHERED_BYTES,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                GATHERING_MILLIS);
    }

    @Override
    protected final void follow(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.subscribe(topics.stream().map(Topic::wire).toList());
        while (isRunning()) {
            var records = consumer.poll(POLL);
            for (var event : records) {
                var is = event.headers().lastHeader("ce_type");
                if (is != null && type.equals(new String(is.value(), StandardCharsets.UTF_8))) {
                    accept(event);
                }
            }
            if (!records.isEmpty()) {
                consumer.commitSync();
            }
        }
    }
}
