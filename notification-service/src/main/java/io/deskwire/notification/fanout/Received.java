package io.deskwire.notification.fanout;

import io.deskwire.common.event.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import tools.jackson.databind.json.JsonMapper;

/// One record of a batch that was polled.
///
/// @param index within the batch, by which a failure names it
/// @param at when the broker took it
/// @param event empty where the record is no event of ours
public record Received(int index, String topic, int partition, long offset, Instant at, Optional<CloudEvent> event) {

    /// A batch as a Spring Cloud Stream binding hands it over.
    public static List<Received> of(Message<List<Object>> batch, JsonMapper json) {
        var topics = header(batch, KafkaHeaders.RECEIVED_TOPIC);
        var partitions = header(batch, KafkaHeaders.RECEIVED_PARTITION);
        var offsets = header(batch, KafkaHeaders.OFFSET);
        var times = header(batch, KafkaHeaders.RECEIVED_TIMESTAMP);
        var headers = header(batch, KafkaHeaders.BATCH_CONVERTED_HEADERS);
        return IntStream.range(0, batch.getPayload().size())
                .mapToObj(i -> new Received(
                        i,
                        (String) topics.get(i),
                        (Integer) partitions.get(i),
                        (Long) offsets.get(i),
                        Instant.ofEpochMilli((Long) times.get(i)),
                        event(batch.getPayload().get(i), (Map<?, ?>) headers.get(i), json)))
                .toList();
    }

    /// A batch as a listener gets it.
    static List<Received> of(List<ConsumerRecord<byte[], byte[]>> batch, JsonMapper json) {
        return IntStream.range(0, batch.size())
                .mapToObj(i -> {
                    var record = batch.get(i);
                    return new Received(
                            i,
                            record.topic(),
                            record.partition(),
                            record.offset(),
                            Instant.ofEpochMilli(record.timestamp()),
                            CloudEvent.parse(record.headers(), record.value(), json));
                })
                .toList();
    }

    private static Optional<CloudEvent> event(Object payload, Map<?, ?> headers, JsonMapper json) {
        if (!(payload instanceof byte[] value)) {
            return Optional.empty();
        }
        var record = new RecordHeaders();
        headers.forEach((name, header) -> {
            if (header instanceof byte[] bytes) {
                record.add(String.valueOf(name), bytes);
            } else if (header != null) {
                record.add(String.valueOf(name), header.toString().getBytes(StandardCharsets.UTF_8));
            }
        });
        return CloudEvent.parse(record, value, json);
    }

    private static List<?> header(Message<?> batch, String name) {
        return Objects.requireNonNull(batch.getHeaders().get(name, List.class), name);
    }
}
