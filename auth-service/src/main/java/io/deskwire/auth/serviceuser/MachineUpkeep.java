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
    private final MachineTold told;
    private final MachineProperties properties;
    private final SystemAccess system;
    private final Clock clock;

    MachineUpkeep(
            ServiceUserRepository machines,
            MachineTold told,
            MachineProperties properties,
            SystemAccess system,
            Clock clock) {
        this.machines = machines;
        this.told = told;
        this.properties = properties;
        this.system = system;
        this.clock = clock;
    }

    /// Often, because a token issued before the rotation lives until this is told.
    @Scheduled(initialDelayString = "PT3S", fixedDelayString = "PT3S")
    void endOverlaps() {
        system.run(
                "password-overlaps",
                () -> machines.endOverlaps(clock.instant()).forEach(machine -> told.overlapEnded(machine)));
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
                () -> machines.reportUnused(now.minus(limit), now).forEach(machine -> told.unused(machine)));
    }
}
