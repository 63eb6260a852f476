package io.deskwire.notification.feed;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.deskwire.common.reception.BatchEffect;
import io.deskwire.common.reception.Pace;
import io.deskwire.common.reception.Received;
import io.deskwire.common.reception.Retry;
import io.deskwire.contracts.event.Topic;
import io.deskwire.notification.feed.FeedRepository.Entry;
import io.deskwire.notification.feed.FeedRepository.Stretch;
import io.deskwire.notification.tail.EventJson;
import io.deskwire.notification.tail.TeamNews;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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

    private record Partition(Topic topic, int number) {
        static Partition of(Received record) {
            return new Partition(record.place().topic(), record.place().partition());
        }
    }

    private record Told(UUID tenant, UUID event) {}

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
        try {
            history.write(entries(batch), stretches(batch));
        } catch (DataIntegrityViolationException poison) {
            // One of them cannot be stored. Alone they tell which; it goes to the dead letters, the others stay in
            // order.
            batch.forEach(this::writeOne);
        }
    }

    private void writeOne(Received record) {
        var alone = List.of(record);
        try {
            history.write(entries(alone), stretches(alone));
        } catch (DataIntegrityViolationException poison) {
            history.write(List.of(), stretches(alone));
            throw new BatchListenerFailedException("the event cannot be stored", poison, record.index());
        }
    }

    /// An event that comes twice in a batch counts at its first place.
    private List<Entry> entries(List<Received> records) {
        var told = new HashSet<Told>();
        return records.stream()
                .flatMap(record -> record.event().stream()
                        .filter(event -> told.add(new Told(event.tenant(), event.id())))
                        .map(event -> new Entry(event, record.place(), record.at(), wire.write(event))))
                .toList();
    }

    private static List<Stretch> stretches(List<Received> records) {
        return records.stream().collect(groupingBy(Partition::of, LinkedHashMap::new, toList())).entrySet().stream()
                .map(read -> new Stretch(
                        read.getKey().topic(),
                        read.getKey().number(),
                        read.getValue().getFirst().place().offset(),
                        read.getValue().getLast().place().offset() + 1))
                .toList();
    }
}
