package io.deskwire.notification.fanout;

import io.deskwire.common.topic.KafkaProperties;
import io.deskwire.notification.directory.Directory;
import io.deskwire.notification.fanout.Reception.UnreadableRecordException;
import io.deskwire.notification.inapp.Announcer;
import io.deskwire.notification.webhook.WebhookQueue;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.messaging.Message;
import org.springframework.transaction.TransactionException;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;
import tools.jackson.databind.json.JsonMapper;

/// The consumers. The directory and, after it, in-app notifications come through a Spring Cloud Stream binding, webhook
/// deliveries through a listener; both acknowledge a batch after its commit and share one way of failing.
///
/// The first event of a quiet time is worked off at once. Under load a pause between polls lets a batch gather, so that
/// a hundred events a second cost twenty transactions and commits of offsets, not a hundred.
@Configuration
class FanoutConfiguration {
    private static final Logger log = LoggerFactory.getLogger(FanoutConfiguration.class);

    /// The database comes back; a record that fails for another reason does not get better by waiting long.
    private static final BackOff UNTIL_IT_IS_BACK = new FixedBackOff(1_000, FixedBackOff.UNLIMITED_ATTEMPTS);

    /// Milliseconds.
    private static final long GATHERING = 40;

    private final KafkaProperties kafka;

    FanoutConfiguration(KafkaProperties kafka) {
        this.kafka = kafka;
    }

    /// The function that the binding `people-in-0` calls. Each has its transaction: what cannot be announced is known
    /// to the directory all the same. What the directory cannot take is not announced.
    @Bean
    Consumer<Message<List<Object>>> people(
            Reception reception, Directory directory, Announcer announcer, JsonMapper json) {
        return message -> {
            var batch = Received.of(message, json);
            try {
                reception.receive("directory", batch, Directory::concerns, directory::accept);
            } catch (BatchListenerFailedException failure) {
                reception.receive("inapp", batch.subList(0, failure.getIndex()), announcer::accept);
                throw failure;
            }
            reception.receive("inapp", batch, announcer::accept);
        };
    }

    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> bindings(DefaultErrorHandler failures) {
        return (container, _, group) -> {
            if (group != null && group.endsWith(".people")) {
                container.setCommonErrorHandler(failures);
            }
            container.getContainerProperties().setSyncCommits(false);
            container.getContainerProperties().setIdleBetweenPolls(GATHERING);
        };
    }

    @Bean
    WebhookListener webhookListener(Reception reception, WebhookQueue queue, JsonMapper json) {
        return new WebhookListener(reception, queue, json);
    }

    record WebhookListener(Reception reception, WebhookQueue queue, JsonMapper json) {
        @KafkaListener(
                id = "webhooks",
                groupId = "${deskwire.fanout.group:notification}.webhooks",
                topics = {"deskwire.identity.v1", "deskwire.tickets.v1", "deskwire.automation.v1"},
                containerFactory = "webhookContainers",
                batch = "true",
                autoStartup = "${deskwire.fanout.enabled:true}")
        void on(List<ConsumerRecord<byte[], byte[]>> batch) {
            reception.receive("webhooks", Received.of(batch, json), queue::accept);
        }
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<byte[], byte[]> webhookContainers(DefaultErrorHandler failures) {
        var containers = new ConcurrentKafkaListenerContainerFactory<byte[], byte[]>();
        containers.setConsumerFactory(new DefaultKafkaConsumerFactory<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                1,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                2_000,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                200)));
        containers.setCommonErrorHandler(failures);
        containers.getContainerProperties().setAckMode(AckMode.BATCH);
        containers.getContainerProperties().setSyncCommits(false);
        containers.getContainerProperties().setIdleBetweenPolls(GATHERING);
        return containers;
    }

    /// Sends what no attempt could work off to `<topic>.dlt`, with where it came from.
    @Bean
    DeadLetterPublishingRecoverer deadLetters() {
        var letters = new DeadLetterPublishingRecoverer(deadLetterTemplate(), (record, failure) -> {
            log.error("Dead letter: {}-{}@{}", record.topic(), record.partition(), record.offset(), failure);
            return new TopicPartition(record.topic() + ".dlt", 0);
        });
        letters.excludeHeader(HeadersToAdd.EX_STACKTRACE);
        letters.setFailIfSendResultIsError(true);
        return letters;
    }

    /// A few tries in place, which keeps the order; then a dead letter.
    @Bean
    DefaultErrorHandler fanoutFailures(DeadLetterPublishingRecoverer letters) {
        var shortly = new ExponentialBackOff(100, 3);
        shortly.setMaxAttempts(3);
        var failures = new DefaultErrorHandler(letters, shortly);
        failures.addNotRetryableExceptions(UnreadableRecordException.class);
        failures.setBackOffFunction((_, failure) -> databaseIsAway(failure) ? UNTIL_IT_IS_BACK : shortly);
        return failures;
    }

    private KafkaTemplate<Object, Object> deadLetterTemplate() {
        return new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.ACKS_CONFIG,
                "all")));
    }

    private static boolean databaseIsAway(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransientDataAccessException
                    || cause instanceof RecoverableDataAccessException
                    || cause instanceof TransactionException
                    || cause instanceof DataAccessResourceFailureException) {
                return true;
            }
        }
        return false;
    }
}
