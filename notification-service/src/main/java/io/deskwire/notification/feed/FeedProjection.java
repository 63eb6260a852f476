package io.deskwire.notification.feed;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.deskwire.contracts.event.Topic;
import io.deskwire.notification.fanout.Received;
import io.deskwire.notification.feed.FeedRepository.Entry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.listener.BatchListenerFailedException;
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

    @Override
    public void accept(Message<List<Object>> batch) {
        Received.of(batch, json).stream()
                .collect(groupingBy(
                        received -> new Place(topic(received.topic()), received.partition()),
                        LinkedHashMap::new,
                        toList()))
                .forEach(this::write);
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
        var entries = records.stream()
                .flatMap(record -> record.event().stream()
                        .map(event ->
                                new Entry(event, record.partition(), record.offset(), record.at(), wire.write(event))))
                .toList();
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

    private static Topic topic(String name) {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.wire().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not bound: " + name));
    }
}
