package io.deskwire.common.reception;

import io.deskwire.common.event.EventParser;
import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.ratelimit.Haste;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/// Makes every consumer of a group alike: from the earliest record on, acknowledged after the effects, its topics
/// never made by use.
class ReceiverFactory {
    /// Each commit of an offset costs the broker a write. What a crash repeats within it is known by its guard rows.
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);

    private final String bootstrapServers;
    private final String database;
    private final SystemAccess system;
    private final Inbox inbox;
    private final Failures failures;
    private final EventParser parser;

    ReceiverFactory(
            String bootstrapServers,
            String database,
            SystemAccess system,
            Inbox inbox,
            Failures failures,
            EventParser parser) {
        this.bootstrapServers = bootstrapServers;
        this.database = database;
        this.system = system;
        this.inbox = inbox;
        this.failures = failures;
        this.parser = parser;
    }

    Receiver of(EffectGroup group) {
        var id = database + "." + group.name();
        var threads = new SimpleAsyncTaskExecutor(id + "-");
        // Of the platform: each wait of a virtual one on a selector wakes two others as well.
        threads.setDaemon(true);
        var properties =
                new ContainerProperties(group.topics().stream().map(Topic::wire).toArray(String[]::new));
        properties.setGroupId(id);
        properties.setAckMode(AckMode.TIME);
        properties.setAckTime(COMMIT_EVERY.toMillis());
        properties.setSyncCommits(false);
        properties.setListenerTaskExecutor(threads);
        var container = new KafkaMessageListenerContainer<byte[], byte[]>(
                new DefaultKafkaConsumerFactory<>(settings(group.pace())), properties);
        // The container has copied its properties, and reads its own.
        container.setupMessageListener(
                new Gathering(new Reception(group, system, inbox, parser), container.getContainerProperties()));
        container.setBeanName(id);
        container.setCommonErrorHandler(failures.handler(group.retry()));
        return new Receiver(group, container);
    }

    private Map<String, Object> settings(Pace pace) {
        return Map.ofEntries(
                Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
                Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
                Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
                Map.entry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, pace.bytes()),
                Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int)
                        pace.longestWait().toMillis()),
                Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, pace.records()),
                Map.entry(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int)
                        pace.longestBatch().toMillis()));
    }

    /// Under load lets records gather between two polls, so that more of them share an answer of the broker, a
    /// transaction and a commit. While little comes, each comes at once.
    private static final class Gathering implements BatchMessageListener<byte[], byte[]> {
        private static final Duration PAUSE = Duration.ofMillis(200);
        /// In two batches; the consumer fetches ahead, so one of them may be small.
        private static final int MANY = 10;

        private final BatchMessageListener<byte[], byte[]> listener;
        private final ContainerProperties polls;
        private final Haste haste = new Haste();
        private int before;

        /// @param polls of the listener's container, which reads the pause anew before each poll
        private Gathering(BatchMessageListener<byte[], byte[]> listener, ContainerProperties polls) {
            this.listener = listener;
            this.polls = polls;
        }

        @Override
        public void onMessage(List<ConsumerRecord<byte[], byte[]>> records) {
            var many = before + records.size() >= MANY;
            before = records.size();
            polls.setIdleBetweenPolls(!many && haste.atOnce() ? 0 : PAUSE.toMillis());
            listener.onMessage(records);
        }
    }
}
