package io.deskwire.common.relay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What a relay has done since this process started. Thread-safe.
public final class RelayProgress {
    private final Clock clock;
    public final LongAdder relayed = new LongAdder();
    public final LongAdder replayed = new LongAdder();
    public final LongAdder quarantined = new LongAdder();
    public final LongAdder alarms = new LongAdder();
    public final LongAdder rebuilds = new LongAdder();
    /// From commit to Kafka's acknowledgement, over [#timed].
    public final LongAdder delayMillis = new LongAdder();
    /// Relayed events whose time of commit is known.
    public final LongAdder timed = new LongAdder();

    private int underWay;
    private @Nullable Instant waitingSince;
    private @Nullable Instant newestEvent;
    private @Nullable Instant lastRelayedAt;

    RelayProgress(Clock clock) {
        this.clock = clock;
    }

    synchronized void sent() {
        if (underWay++ == 0) {
            waitingSince = clock.instant();
        }
    }

    /// Kafka answered, well or not.
    synchronized void answered() {
        underWay = Math.max(0, underWay - 1);
        waitingSince = underWay == 0 ? null : clock.instant();
    }

    /// A new producer knows nothing of what the last one had under way.
    synchronized void forget() {
        underWay = 0;
        waitingSince = null;
    }

    /// @param committedAt null where that is not known
    synchronized void acknowledged(OutboxRow row, boolean replay, @Nullable Instant committedAt) {
        lastRelayedAt = clock.instant();
        if (newestEvent == null || row.occurredAt().isAfter(newestEvent)) {
            newestEvent = row.occurredAt();
        }
        if (committedAt != null) {
            delayMillis.add(Math.max(0, committedAt.until(lastRelayedAt, ChronoUnit.MILLIS)));
            timed.increment();
        }
        (replay ? replayed : relayed).increment();
    }

    /// The largest `occurred_at` that Kafka acknowledged in this process.
    synchronized @Nullable Instant newestEvent() {
        return newestEvent;
    }

    synchronized @Nullable Instant lastRelayedAt() {
        return lastRelayedAt;
    }

    /// How long Kafka has not answered though something is under way.
    synchronized Duration waiting(Instant now) {
        return waitingSince == null ? Duration.ZERO : Duration.between(waitingSince, now);
    }
}
