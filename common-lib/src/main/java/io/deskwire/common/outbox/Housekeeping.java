package io.deskwire.common.outbox;

import io.deskwire.common.sql.VoidSelect;
import io.deskwire.common.tenancy.SystemAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/// Makes the outbox's coming partitions and drops what has served its time. Every node may run it at any time.
class Housekeeping {
    private static final int DAYS_AHEAD = 3;
    private static final int DAYS_KEPT = 7;

    private final JdbcClient jdbc;
    private final SystemAccess system;

    Housekeeping(JdbcClient jdbc, SystemAccess system) {
        this.jdbc = jdbc;
        this.system = system;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1H")
    void sweep() {
        system.run(
                "partitions",
                () -> VoidSelect.run(jdbc.sql("SELECT app.maintain_partitions('outbox', :ahead, :kept)")
                        .param("ahead", DAYS_AHEAD)
                        .param("kept", DAYS_KEPT)));
    }
}
