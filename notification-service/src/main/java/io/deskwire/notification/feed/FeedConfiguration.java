package io.deskwire.notification.feed;

import io.deskwire.common.topic.KafkaProperties;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

@Configuration(proxyBeanMethods = false)
class FeedConfiguration {
    /// Part of readiness: a node that follows nothing tells nobody anything.
    @Bean
    HealthIndicator eventTailHealthIndicator(EventTail tail, TailConsumer consumer) {
        return () -> tail.isLive() && consumer.isAlive()
                ? Health.up().build()
                : Health.outOfService()
                        .withDetail("reason", "the events' topics are not followed yet")
                        .build();
    }

    @Bean
    Gauge openStreams(EventStreams streams, MeterRegistry meters) {
        return Gauge.builder("deskwire.feed.streams", streams, EventStreams::open)
                .register(meters);
    }

    /// The database comes back, however long it takes: a batch that was passed over would be a hole in the history.
    /// Only an event that can never be stored goes to `<topic>.dlt`, alone.
    @Bean(defaultCandidate = false)
    DefaultErrorHandler feedFailures(KafkaProperties kafka) {
        var letters = new DeadLetterPublishingRecoverer(
                template(kafka), (record, _) -> new TopicPartition(record.topic() + ".dlt", 0));
        letters.setFailIfSendResultIsError(true);
        var patience = new ExponentialBackOff(200, 2);
        patience.setMaxInterval(5_000);
        var failures = new DefaultErrorHandler(letters, patience);
        failures.addNotRetryableExceptions(DataIntegrityViolationException.class);
        return failures;
    }

    private static KafkaTemplate<Object, Object> template(KafkaProperties kafka) {
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
}
