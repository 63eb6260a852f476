package io.deskwire.notification.realtime.channel;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.deskwire.notification.realtime.channel.JoinConfig.Replay;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/// The last broadcasts of each protected channel, for who joins later and asks. In this node's memory: a restart
/// forgets them. Bounded by number and age for each channel, and by size for all of them together, where the channels
/// that are used least are forgotten first. Thread-safe.
@Component
class BroadcastMemory {
    private record Key(UUID tenant, String topic) {}

    private final Cache<Key, List<Broadcast>> kept;
    private final RealtimeProperties.Replays bounds;
    private final Clock clock;

    BroadcastMemory(RealtimeProperties properties, Clock clock) {
        this.bounds = properties.replays();
        this.clock = clock;
        this.kept = Caffeine.newBuilder()
                .expireAfterWrite(bounds.age())
                .ticker(nanosOf(clock))
                .executor(Runnable::run) // over its bound for no moment
                .maximumWeight(bounds.memory().toBytes())
                .weigher((Key _, List<Broadcast> all) ->
                        all.stream().mapToInt(Broadcast::bytes).sum())
                .build();
    }

    private static Ticker nanosOf(Clock clock) {
        return () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    void keep(UUID tenant, Broadcast broadcast) {
        var oldest = clock.instant().minus(bounds.age());
        kept.asMap().merge(new Key(tenant, broadcast.topic()), List.of(broadcast), (before, added) -> {
            var all = new ArrayList<>(before);
            all.removeIf(each -> each.sentAt().isBefore(oldest));
            all.addAll(added);
            return List.copyOf(all.subList(Math.max(0, all.size() - Replay.MOST), all.size()));
        });
    }

    /// Oldest first.
    List<Broadcast> recall(UUID tenant, String topic, Replay asked) {
        var all = kept.getIfPresent(new Key(tenant, topic));
        if (all == null) {
            return List.of();
        }
        var oldest = clock.instant().minus(bounds.age());
        var wanted = all.stream()
                .filter(each -> each.sentAt().toEpochMilli() >= asked.since()
                        && !each.sentAt().isBefore(oldest))
                .toList();
        return wanted.subList(Math.max(0, wanted.size() - asked.limit()), wanted.size());
    }
}
