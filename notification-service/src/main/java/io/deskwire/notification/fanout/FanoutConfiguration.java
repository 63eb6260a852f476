package io.deskwire.notification.fanout;

import io.deskwire.common.topic.KafkaProperties;
import io.deskwire.notification.fanout.Reception.UnreadableRecordException;
import io.deskwire.notification.inapp.Announcer;
import io.deskwire.notification.webhook.WebhookQueue;
import java.util.Map;
import java.util.Objects;
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
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.converter.MessagingMessageConverter;
import org.springframework.messaging.Message;
import org.springframework.transaction.TransactionException;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

/// The two consumers. In-app notifications come through a Spring Cloud Stream binding, webhook deliveries through a
/// listener; both acknowledge record by record after the commit and share one way of failing.
@Configuration
class FanoutConfiguration {
    private static final Logger log = LoggerFactory.getLogger(FanoutConfiguration.class);

    /// The database comes back; a record that fails for another reason does not get better by waiting long.
    private static final BackOff UNTIL_IT_IS_BACK = new FixedBackOff(1_000, FixedBackOff.UNLIMITED_ATTEMPTS);

    private final KafkaProperties kafka;

    FanoutConfiguration(KafkaProperties kafka) {
        this.kafka = kafka;
    }

    /// The function that the binding `inapp-in-0` calls.
    @Bean
    Consumer<Message<byte[]>> inapp(Reception reception, Announcer announcer) {
        return message -> reception.receive("inapp", record(message), announcer::accept);
    }

    /// Hands the function the whole record: the event's attributes are its headers, untouched by any mapping.
    @Bean
    MessagingMessageConverter wholeRecords() {
        var converter = new MessagingMessageConverter();
        converter.setRawRecordHeader(true);
        return converter;
    }

    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> inappContainer(DefaultErrorHandler failures) {
        return (container, _, group) -> {
            if (group != null && group.endsWith(".inapp")) {
                container.setCommonErrorHandler(failures);
                container.getContainerProperties().setSyncCommits(false);
            }
        };
    }

    @Bean
    WebhookListener webhookListener(Reception reception, WebhookQueue queue) {
        return new WebhookListener(reception, queue);
    }

    record WebhookListener(Reception reception, WebhookQueue queue) {
        @KafkaListener(
                id = "webhooks",
                groupId = "${deskwire.fanout.group:notification}.webhooks",
                topics = {"deskwire.identity.v1", "deskwire.tickets.v1", "deskwire.automation.v1"},
                containerFactory = "webhookContainers",
                autoStartup = "${deskwire.fanout.enabled:true}")
        void on(ConsumerRecord<byte[], byte[]> record) {
            reception.receive("webhooks", record, queue::accept);
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
        containers.getContainerProperties().setAckMode(AckMode.RECORD);
        containers.getContainerProperties().setSyncCommits(false);
        return containers;
    }

    /// A few tries in place, which keeps the order; then `<topic>.dlt` with where the record came from.
    @Bean
    DefaultErrorHandler fanoutFailures() {
        var letters = new DeadLetterPublishingRecoverer(deadLetterTemplate(), (record, failure) -> {
            log.error("Dead letter: {}-{}@{}", record.topic(), record.partition(), record.offset(), failure);
            return new TopicPartition(record.topic() + ".dlt", 0);
        });
        letters.excludeHeader(HeadersToAdd.EX_STACKTRACE);
        letters.setFailIfSendResultIsError(true);
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

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<byte[], byte[]> record(Message<byte[]> message) {
        return (ConsumerRecord<byte[], byte[]>)
                Objects.requireNonNull(message.getHeaders().get(KafkaHeaders.RAW_DATA), "the binding gave no record");
    }
}
