package io.deskwire.automation.platform;

import io.deskwire.common.sql.VoidSelect;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class PartitionRepository {
    private final JdbcClient jdbc;

    PartitionRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Makes the partitions of this month and the months ahead, and drops the older ones. Needs the system door.
    void maintain(String table, int monthsAhead, int monthsKept) {
        VoidSelect.run(jdbc.sql("SELECT app.maintain_months(:table::regclass, :ahead, :kept)")
                .param("table", table)
                .param("ahead", monthsAhead)
                .param("kept", monthsKept));
    }
}
