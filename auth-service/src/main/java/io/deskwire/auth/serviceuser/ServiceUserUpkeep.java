package io.deskwire.auth.serviceuser;

import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// What time does to service users: overlaps end, unused ones are reported. Every node may run it at any time.
@Component
class ServiceUserUpkeep {
    private final ServiceUserRepository serviceUsers;
    private final ServiceUserEvents events;
    private final ServiceUserProperties properties;
    private final SystemAccess system;
    private final Clock clock;

    ServiceUserUpkeep(
            ServiceUserRepository serviceUsers,
            ServiceUserEvents events,
            ServiceUserProperties properties,
            SystemAccess system,
            Clock clock) {
        this.serviceUsers = serviceUsers;
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
                () -> serviceUsers
                        .endOverlaps(clock.instant())
                        .forEach(serviceUser -> events.overlapEnded(serviceUser)));
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
                () -> serviceUsers
                        .reportUnused(now.minus(limit), now)
                        .forEach(serviceUser -> events.unused(serviceUser)));
    }
}
