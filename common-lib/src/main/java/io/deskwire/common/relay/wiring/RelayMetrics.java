package io.deskwire.common.relay.wiring;

import io.deskwire.common.relay.OutboxRelay;
import io.deskwire.common.relay.RelayStatus;
import io.deskwire.common.relay.RelayStatus.Slot;
import io.deskwire.common.relay.RelayStatus.State;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The relay's meters, all named `deskwire.relay.…`. Summed over the nodes of a service, at rest:
///
/// ```
/// events in the outbox = events{outcome=relayed} + events{outcome=quarantined} + pending − repetitions
/// repetitions          = events sent again after a crash (at most what one second brought); 0 without one
/// records in the topic = events{outcome=relayed} + events{outcome=replayed}
/// mean delay           = delay.sum / delay.count   from commit to Kafka's acknowledgement
/// time to lose a slot  = slot.safe / (bytes of WAL a second), where the server bounds what slots retain
/// ```
///
/// What only the leader knows is NaN elsewhere. Worth an alarm: `degraded` for minutes, `slot.safe` below half of the
/// server's `max_slot_wal_keep_size`, `behind` over a minute, any `alarms`, any `quarantined`.
class RelayMetrics implements MeterBinder {
    private final OutboxRelay relay;

    RelayMetrics(OutboxRelay relay) {
        this.relay = relay;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        var progress = relay.progress();
        outcome(meters, "relayed", progress.relayed);
        outcome(meters, "replayed", progress.replayed);
        outcome(meters, "quarantined", progress.quarantined);
        counter("deskwire.relay.alarms", progress.alarms, "Changes of the insert-only outbox")
                .register(meters);
        counter("deskwire.relay.rebuilds", progress.rebuilds, "Starts over after a failure")
                .register(meters);
        FunctionTimer.builder(
                        "deskwire.relay.delay",
                        progress,
                        each -> each.timed.sum(),
                        each -> each.delayMillis.sum(),
                        TimeUnit.MILLISECONDS)
                .description("From commit to Kafka's acknowledgement")
                .register(meters);
        gauge(meters, "deskwire.relay.leading", status -> status.state() == State.RUNNING ? 1 : 0);
        gauge(meters, "deskwire.relay.degraded", status -> status.isDegraded() ? 1 : 0);
        gauge(meters, "deskwire.relay.pending", RelayStatus::pending);
        gauge(meters, "deskwire.relay.behind.seconds", status -> seconds(status.behind()));
        gauge(meters, "deskwire.relay.kafka.wait.seconds", status -> seconds(status.kafkaWait()));
        slot(meters, "deskwire.relay.slot.retained.bytes", Slot::retainedBytes);
        slot(meters, "deskwire.relay.slot.safe.bytes", Slot::safeBytes);
        slot(meters, "deskwire.relay.slot.lost", slot -> "lost".equals(slot.walStatus()) ? 1 : 0);
    }

    private static void outcome(MeterRegistry meters, String outcome, LongAdder count) {
        counter("deskwire.relay.events", count, "Events that left the outbox")
                .tag("outcome", outcome)
                .register(meters);
    }

    private static FunctionCounter.Builder<LongAdder> counter(String name, LongAdder count, String description) {
        return FunctionCounter.builder(name, count, LongAdder::sum).description(description);
    }

    private void slot(MeterRegistry meters, String name, Function<Slot, @Nullable Number> value) {
        gauge(meters, name, status -> status.slot() == null ? null : value.apply(status.slot()));
    }

    private void gauge(MeterRegistry meters, String name, Function<RelayStatus, @Nullable Number> value) {
        Gauge.builder(name, relay, each -> {
                    var number = value.apply(each.status());
                    return number == null ? Double.NaN : number.doubleValue();
                })
                .register(meters);
    }

    private static @Nullable Number seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1_000.0;
    }
}
