package io.deskwire.common.reception;

import io.deskwire.common.sql.PassingFailure;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

/// Deals with failed records as [Retry] says.
class Failures implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private static final BackOff UNTIL_THE_DATABASE_IS_BACK = new FixedBackOff(1_000, FixedBackOff.UNLIMITED_ATTEMPTS);

    private final DefaultKafkaProducerFactory<Object, Object> producers;
    private final DeadLetterPublishingRecoverer deadLetters;

    Failures(String bootstrapServers) {
        this.producers = new DefaultKafkaProducerFactory<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.ACKS_CONFIG,
                "all"));
        this.deadLetters = deadLetters(new KafkaTemplate<>(producers));
    }

    DefaultErrorHandler handler(Retry retry) {
        return switch (retry) {
            case A_FEW_TIMES -> aFewTimes();
            case UNLESS_UNSTORABLE -> {
                var handler = new DefaultErrorHandler(deadLetters, patience());
                handler.addNotRetryableExceptions(DataIntegrityViolationException.class);
                yield handler;
            }
            case UNTIL_IT_WORKS -> {
                var handler = new DefaultErrorHandler(Failures::skip, patience());
                handler.setClassifications(Map.of(UnreadableRecordException.class, false), true);
                yield handler;
            }
        };
    }

    @Override
    public void destroy() {
        producers.destroy();
    }

    private DefaultErrorHandler aFewTimes() {
        var shortly = new ExponentialBackOff(100, 3);
        shortly.setMaxAttempts(3);
        var handler = new DefaultErrorHandler(deadLetters, shortly);
        handler.addNotRetryableExceptions(UnreadableRecordException.class);
        handler.setBackOffFunction((_, failure) -> PassingFailure.passes(failure) ? UNTIL_THE_DATABASE_IS_BACK : shortly);
        return handler;
    }

    private static BackOff patience() {
        var patience = new ExponentialBackOff(200, 2);
        patience.setMaxInterval(5_000);
        return patience;
    }

    /// To `<topic>.dlt`, with where it came from.
    private static DeadLetterPublishingRecoverer deadLetters(KafkaTemplate<Object, Object> template) {
        var letters = new DeadLetterPublishingRecoverer(template, (record, failure) -> {
            log.error("Dead letter: {}-{}@{}", record.topic(), record.partition(), record.offset(), failure);
            return new TopicPartition(record.topic() + ".dlt", 0);
        });
        letters.excludeHeader(HeadersToAdd.EX_STACKTRACE);
        letters.setFailIfSendResultIsError(true);
        return letters;
    }

    private static void skip(ConsumerRecord<?, ?> record, Exception failure) {
        log.error("Cannot be read: {}-{}@{}", record.topic(), record.partition(), record.offset(), failure);
    }
}
