package io.deskwire.common.inbox;

import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets events that cannot come again: Kafka and the outbox keep theirs for seven days. Every node may run it at
/// any time.
class InboxSweep {
    private static final Duration KEPT = Duration.ofDays(8);

    private final JdbcClient jdbc;
    private final SystemAccess system;
    private final Clock clock;

    InboxSweep(JdbcClient jdbc, SystemAccess system, Clock clock) {
        this.jdbc = jdbc;
        this.system = system;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1H")
    void sweep() {
        system.run(
                "old-inbox",
                () -> jdbc.sql("DELETE FROM inbox WHERE seen_at < :before")
                        .param("before", Row.at(clock.instant().minus(KEPT)))
                        .update());
    }
}
