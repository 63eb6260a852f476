package io.deskwire.common.outbox;

import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/// Makes the outbox's coming partitions and drops what has served its time. Every node may run it at any time.
class Housekeeping {
    private static final int DAYS_AHEAD = 3;
    private static final int OUTBOX_DAYS = 7;
    private static final Duration INBOX_KEPT = Duration.ofDays(8);
    private static final Duration ANSWERS_KEPT = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final SystemAccess system;
    private final Clock clock;

    Housekeeping(JdbcClient jdbc, SystemAccess system, Clock clock) {
        this.jdbc = jdbc;
        this.system = system;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1H")
    void sweep() {
        system.run(
                "partitions",
                () -> jdbc.sql("SELECT app.maintain_partitions('outbox', :ahead, :kept)")
                        .param("ahead", DAYS_AHEAD)
                        .param("kept", OUTBOX_DAYS)
                        .query((row, _) -> row.wasNull())
                        .list());
        system.run(
                "old-inbox",
                () -> jdbc.sql("DELETE FROM inbox WHERE seen_at < :before")
                        .param("before", ago(INBOX_KEPT))
                        .update());
        system.run(
                "old-answers",
                () -> jdbc.sql("DELETE FROM idempotency_key WHERE created_at < :before")
                        .param("before", ago(ANSWERS_KEPT))
                        .update());
    }

    private OffsetDateTime ago(Duration age) {
        return clock.instant().minus(age).atOffset(ZoneOffset.UTC);
    }
}
