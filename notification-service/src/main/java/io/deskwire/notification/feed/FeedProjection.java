package io.deskwire.notification.feed;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.topic.Topic;
import io.deskwire.notification.feed.FeedRepository.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Consumes every topic in batches and writes the history. Bound as `feedProjection` (`notification.yaml`).
@Component
class FeedProjection implements Consumer<Message<List<Object>>> {
    private final FeedHistory history;
    private final EventJson wire;
    private final JsonMapper json;

    FeedProjection(FeedHistory history, EventJson wire, JsonMapper json) {
        this.history = history;
        this.wire = wire;
        this.json = json;
    }

    private record Place(Topic topic, int partition) {}

    /// @param index within the batch
    private record Received(int index, long offset, Optional<Entry> entry) {}

    @Override
    public void accept(Message<List<Object>> batch) {
        var topics = header(batch, KafkaHeaders.RECEIVED_TOPIC);
        var partitions = header(batch, KafkaHeaders.RECEIVED_PARTITION);
        var offsets = header(batch, KafkaHeaders.OFFSET);
        var times = header(batch, KafkaHeaders.RECEIVED_TIMESTAMP);
        var headers = header(batch, KafkaHeaders.BATCH_CONVERTED_HEADERS);
        var places = new LinkedHashMap<Place, List<Received>>();
        for (int i = 0; i < batch.getPayload().size(); i++) {
            var place = new Place(topic((String) topics.get(i)), (Integer) partitions.get(i));
            long offset = (Long) offsets.get(i);
            var at = Instant.ofEpochMilli((Long) times.get(i));
            var entry = event(batch.getPayload().get(i), (Map<?, ?>) headers.get(i))
                    .map(event -> new Entry(event, place.partition(), offset, at, wire.write(event)));
            places.computeIfAbsent(place, _ -> new ArrayList<>()).add(new Received(i, offset, entry));
        }
        places.forEach(this::write);
    }

    private void write(Place place, List<Received> records) {
        try {
            writeAll(place, records);
        } catch (DataIntegrityViolationException poison) {
            // One of them cannot be stored. Alone they tell which; it goes to the dead letters, the others stay in
            // order.
            for (var record : records) {
                writeOne(place, record);
            }
        }
    }

    private void writeAll(Place place, List<Received> records) {
        var entries =
                records.stream().flatMap(record -> record.entry().stream()).toList();
        history.write(
                place.topic(),
                place.partition(),
                entries,
                records.getFirst().offset(),
                records.getLast().offset() + 1);
    }

    private void writeOne(Place place, Received record) {
        try {
            writeAll(place, List.of(record));
        } catch (DataIntegrityViolationException poison) {
            history.write(place.topic(), place.partition(), List.of(), record.offset(), record.offset() + 1);
            throw new BatchListenerFailedException("the event cannot be stored", poison, record.index());
        }
    }

    private Optional<CloudEvent> event(Object payload, Map<?, ?> headers) {
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

    private static Topic topic(String name) {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.wire().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not bound: " + name));
    }

    private static List<?> header(Message<?> batch, String name) {
        return Objects.requireNonNull(batch.getHeaders().get(name, List.class), name);
    }
}
