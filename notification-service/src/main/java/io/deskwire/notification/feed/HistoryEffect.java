package io.deskwire.notification.feed;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.deskwire.common.reception.BatchEffect;
import io.deskwire.common.reception.Pace;
import io.deskwire.common.reception.Received;
import io.deskwire.common.reception.Retry;
import io.deskwire.contracts.event.Topic;
import io.deskwire.notification.feed.FeedRepository.Entry;
import io.deskwire.notification.tail.EventJson;
import io.deskwire.notification.tail.TeamNews;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.stereotype.Component;

/// Writes the history, of each partition in the log's order.
///
/// The database comes back, however long it takes: a batch that was skipped would be a hole in the history. Only an
/// event that can never be stored becomes a dead letter, alone.
@Component
class HistoryEffect implements BatchEffect {
    private final FeedHistory history;
    private final EventJson wire;
    private final TeamNews news;

    HistoryEffect(FeedHistory history, EventJson wire, TeamNews news) {
        this.history = history;
        this.wire = wire;
        this.news = news;
    }

    private record Partition(Topic topic, int number) {}

    @Override
    public String consumer() {
        return "feed";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.values());
    }

    @Override
    public Retry retry() {
        return Retry.UNLESS_UNSTORABLE;
    }

    @Override
    public Pace pace() {
        return Pace.BULK;
    }

    /// A reader's cursor never goes back, so what is told of teams is known before anybody reads what names them.
    @Override
    public void accept(List<Received> batch) {
        batch.forEach(received -> received.event().ifPresent(news::hear));
        batch.stream()
                .collect(groupingBy(
                        received -> new Partition(
                                received.place().topic(), received.place().partition()),
                        LinkedHashMap::new,
                        toList()))
                .forEach(this::write);
    }

    private void write(Partition partition, List<Received> records) {
        try {
            writeAll(partition, records);
        } catch (DataIntegrityViolationException poison) {
            // One of them cannot be stored. Alone they tell which; it goes to the dead letters, the others stay in
            // order.
            for (var record : records) {
                writeOne(partition, record);
            }
        }
    }

    private void writeAll(Partition partition, List<Received> records) {
        var entries = records.stream()
                .flatMap(record -> record.event().stream()
                        .map(event -> new Entry(
                                event, partition.number(), record.place().offset(), record.at(), wire.write(event))))
                .toList();
        history.write(
                partition.topic(),
                partition.number(),
                entries,
                records.getFirst().place().offset(),
                records.getLast().place().offset() + 1);
    }

    private void writeOne(Partition partition, Received record) {
        try {
            writeAll(partition, List.of(record));
        } catch (DataIntegrityViolationException poison) {
            var offset = record.place().offset();
            history.write(partition.topic(), partition.number(), List.of(), offset, offset + 1);
            throw new BatchListenerFailedException("the event cannot be stored", poison, record.index());
        }
    }
}
