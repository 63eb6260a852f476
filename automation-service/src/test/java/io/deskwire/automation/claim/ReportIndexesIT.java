package io.deskwire.automation.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.automation.AutomationServiceTest;
import io.deskwire.automation.Fleet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AutomationServiceTest
class ReportIndexesIT {
    @Autowired
    Fleet fleet;

    /// Neither as a key nor in the condition of a partial index: PostgreSQL then writes the row's new version
    /// beside the old one, and no index.
    @Test
    void noIndexKnowsWhatAStartOrAHeartbeatChanges() {
        var indexed =
                fleet.rows("""
                SELECT DISTINCT a.attname
                  FROM pg_index i
                  JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                                  AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid
                  JOIN pg_attribute a ON a.attrelid = i.indrelid AND (a.attnum = d.refobjsubid OR a.attnum = ANY (i.indkey))
                 WHERE i.indrelid = 'automation_jobs'::regclass
                """, Map.of()).stream().map(row -> row.get("attname").toString());

        assertThat(indexed)
                .contains("claimed_by", "claim_id", "run_at")
                .doesNotContain(
                        "status", "lease_expires_at", "unknown_if_lost", "progress", "error", "version", "updated_at");
    }
}
