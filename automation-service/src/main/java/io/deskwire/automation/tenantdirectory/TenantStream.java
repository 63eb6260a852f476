package io.deskwire.automation.tenantdirectory;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.topic.KafkaProperties;
import io.deskwire.common.topic.Topics;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.SimpleKafkaHeaderMapper;
import org.springframework.kafka.support.converter.MessagingMessageConverter;
import org.springframework.messaging.Message;
import tools.jackson.databind.json.JsonMapper;

/// Brings the identity topic's events to [TenantEffect]. What no attempt can work off goes to the dead letters.
@Configuration(proxyBeanMethods = false)
class TenantStream {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Bean
    Consumer<Message<byte[]>> tenants(TenantEffect effect, KafkaProperties kafka, JsonMapper json)
            throws InterruptedException {
        ensureTopics(kafka.bootstrapServers());
        return message -> {
            var record = Objects.requireNonNull(
                    message.getHeaders().get(KafkaHeaders.RAW_DATA, ConsumerRecord.class), "no raw record");
            CloudEvent.parse(record.headers(), message.getPayload(), json).ifPresent(effect::accept);
        };
    }

    /// The binder is told not to make topics. Without Kafka the service starts all the same; the binder tries again.
    private static void ensureTopics(String bootstrapServers) throws InterruptedException {
        Thread.ofVirtual()
                .name("topics")
                .start(() -> {
                    try {
                        Topics.ensure(bootstrapServers);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                })
                .join(PATIENCE);
    }

    /// Hands on the record itself: the event's attributes are read from Kafka's headers, not from mapped ones.
    @Bean
    MessagingMessageConverter rawRecords() {
        var converter = new MessagingMessageConverter();
        converter.setRawRecordHeader(true);
        converter.setHeaderMapper(new SimpleKafkaHeaderMapper("!*"));
        return converter;
    }
}
