package io.deskwire.common.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Reads the events out of records. Thread-safe.
public final class EventParser {
    /// Readers of one process are less than a second apart, unless one catches up.
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private static final int MOST_REMEMBERED = 10_000;

    private final JsonMapper json;
    private final @Nullable Cache<Key, CloudEvent> recent;

    private EventParser(JsonMapper json, @Nullable Cache<Key, CloudEvent> recent) {
        this.json = json;
        this.recent = recent;
    }

    /// By its time too, in case its topic was made anew.
    private record Key(String topic, int partition, long offset, long timestamp) {}

    /// Parses each time. Where a process has one reader of most records.
    public static EventParser forgetful(JsonMapper json) {
        return new EventParser(json, null);
    }

    /// Parses a record once for all readers of the process, as long as one of them holds on to the event. They share
    /// it, so nobody may change its data.
    public static EventParser shared(JsonMapper json) {
        return new EventParser(
                json,
                Caffeine.newBuilder()
                        .weakValues()
                        .expireAfterWrite(REMEMBERED)
                        .maximumSize(MOST_REMEMBERED)
                        .executor(Runnable::run)
                        .build());
    }

    /// Empty where the record is no event of ours.
    public Optional<CloudEvent> parse(ConsumerRecord<byte[], byte[]> from) {
        if (recent == null) {
            return CloudEvent.parse(from.headers(), from.value(), json);
        }
        var key = new Key(from.topic(), from.partition(), from.offset(), from.timestamp());
        return Optional.ofNullable(recent.get(
                key, _ -> CloudEvent.parse(from.headers(), from.value(), json).orElse(null)));
    }
}
