package io.deskwire.common.relay.wiring;

import io.deskwire.common.relay.OutboxRelay;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/// Says how the relay is, and never takes the service out of service: what it writes meanwhile waits in the outbox.
class RelayHealth implements HealthIndicator {
    /// Unknown to Boot's order of severity, so the whole stays UP, with HTTP status 200.
    private static final Status DEGRADED = new Status("DEGRADED", "Events wait in the outbox");

    private final OutboxRelay relay;
    private final Clock clock;

    RelayHealth(OutboxRelay relay, Clock clock) {
        this.relay = relay;
        this.clock = clock;
    }

    @Override
    public Health health() {
        var status = relay.status();
        var health = Health.status(status.isDegraded() ? DEGRADED : Status.UP).withDetail("state", status.state());
        add(health, "mode", status.mode());
        add(health, "pending", status.pending());
        add(health, "behind", status.behind());
        add(health, "slot", status.slot());
        add(health, "lastRelayedAt", status.lastRelayedAt());
        if (!status.kafkaWait().isZero()) {
            health.withDetail("kafkaWait", status.kafkaWait());
        }
        if (status.lastError() != null && status.lastErrorAt() != null) {
            var age = Duration.between(status.lastErrorAt(), clock.instant()).toSeconds();
            health.withDetail("lastError", status.lastError() + " (" + age + " s ago)");
        }
        return health.build();
    }

    private static void add(Health.Builder health, String name, @Nullable Object value) {
        if (value != null) {
            health.withDetail(name, value);
        }
    }
}
