package io.deskwire.auth.serviceuser;

import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// What time does to machines: overlaps end, unused ones are reported. Every node may run it at any time.
@Component
class MachineUpkeep {
    private final ServiceUserRepository machines;
    private final ServiceUserEvents events;
    private final MachineProperties properties;
    private final SystemAccess system;
    private final Clock clock;

    MachineUpkeep(
            ServiceUserRepository machines,
            ServiceUserEvents events,
            MachineProperties properties,
            SystemAccess system,
            Clock clock) {
        this.machines = machines;
        this.events = events;
        this.properties = properties;
        this.system = system;
        this.clock = clock;
    }

    /// Often, because a token issued before the rotation lives until this is told.
    @Scheduled(initialDelayString = "PT3S", fixedDelayString = "PT3S")
    void endOverlaps() {
        system.run(
                "password-overlaps",
                () -> machines.endOverlaps(clock.instant()).forEach(machine -> events.overlapEnded(machine)));
    }

    @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT1H")
    void reportUnused() {
        var limit = properties.unusedAfter();
        if (limit.equals(Duration.ZERO)) {
            return;
        }
        var now = clock.instant();
        system.run(
                "unused-machines",
                () -> machines.reportUnused(now.minus(limit), now).forEach(machine -> events.unused(machine)));
    }
}
