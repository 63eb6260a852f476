package io.deskwire.common.reception;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.event.EventParser;
import io.deskwire.contracts.event.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// One record of a batch that was polled.
///
/// @param index within the batch, by which a failure names it
/// @param at when the broker took it
/// @param type as in `ce_type`; empty where the record has none
/// @param event empty where the record is no event of ours, and where nobody asked for its type
public record Received(int index, Place place, Instant at, String type, Optional<CloudEvent> event) {

    public record Place(Topic topic, int partition, long offset) {
        @Override
        public String toString() {
            return "%s-%d@%d".formatted(topic.wire(), partition, offset);
        }
    }

    /// Parses only what a group asks for: most records of a topic are of another type.
    static List<Received> of(List<ConsumerRecord<byte[], byte[]>> batch, EffectGroup group, EventParser parser) {
        return IntStream.range(0, batch.size())
                .mapToObj(index -> of(batch.get(index), index, group, parser))
                .toList();
    }

    private static Received of(
            ConsumerRecord<byte[], byte[]> record, int index, EffectGroup group, EventParser parser) {
        var header = record.headers().lastHeader("ce_type");
        var type = header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        var topic = group.topic(record.topic());
        return new Received(
                index,
                new Place(topic, record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                type,
                group.concerns(topic, type) ? parser.parse(record) : Optional.empty());
    }
}
