package io.deskwire.notification.channel;

import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Lets go of announcements that nobody catches up with any more. Every node may run it at any time.
@Component
class AnnouncementSweep {
    private static final Duration KEPT = Duration.ofDays(1);

    private final AnnouncementRepository announcements;
    private final SystemAccess system;
    private final Clock clock;

    AnnouncementSweep(AnnouncementRepository announcements, SystemAccess system, Clock clock) {
        this.announcements = announcements;
        this.system = system;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void forget() {
        system.run(
                "old-announcements", () -> announcements.forget(clock.instant().minus(KEPT)));
    }
}
