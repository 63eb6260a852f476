package io.deskwire.common.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What a relay has done since this process started. Written by the one thread that publishes, read by anybody.
final class RelayProgress {
    private final Clock clock;
    final LongAdder relayed = new LongAdder();
    final LongAdder replayed = new LongAdder();
    final LongAdder quarantined = new LongAdder();
    final LongAdder alarms = new LongAdder();
    final LongAdder rebuilds = new LongAdder();
    /// From commit to Kafka's acknowledgement, over [#relayed].
    final LongAdder delayMillis = new LongAdder();

    private volatile @Nullable Instant newestEvent;
    private volatile @Nullable Instant lastRelayedAt;
    private volatile @Nullable Instant waitingSince;

    RelayProgress(Clock clock) {
        this.clock = clock;
    }

    void waiting() {
        waitingSince = clock.instant();
    }

    void acknowledged(OutboxRow row, boolean replay) {
        (replay ? replayed : relayed).increment();
        lastRelayedAt = clock.instant();
        waitingSince = lastRelayedAt;
        if (newestEvent == null || row.occurredAt().isAfter(newestEvent)) {
            newestEvent = row.occurredAt();
        }
    }

    void idle() {
        waitingSince = null;
    }

    void committed(long epochMillis) {
        delayMillis.add(Math.max(0, clock.millis() - epochMillis));
    }

    /// The largest `occurred_at` that Kafka acknowledged in this process.
    @Nullable
    Instant newestEvent() {
        return newestEvent;
    }

    @Nullable
    Instant lastRelayedAt() {
        return lastRelayedAt;
    }

    /// How long Kafka has been holding up the event that is next.
    Duration waiting(Instant now) {
        var since = waitingSince;
        return since == null ? Duration.ZERO : Duration.between(since, now);
    }
}
