package io.deskwire.automation.stats;

import io.deskwire.automation.job.JobStatus;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.sql.Row;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

@Repository
class JobCountRepository {
    private final JdbcClient jdbc;

    JobCountRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<JobStatus, Long> live(TenantId tenant) {
        return counts(
                jdbc.sql("SELECT status, count(*) AS n FROM automation_jobs WHERE tenant_id = :tenant GROUP BY status")
                        .param("tenant", tenant.value()));
    }

    Map<JobStatus, Long> finished(TenantId tenant, Instant since) {
        return counts(jdbc.sql("""
                        SELECT status, count(*) AS n FROM finished_jobs
                         WHERE tenant_id = :tenant AND finished_at > :since GROUP BY status
                        """).param("tenant", tenant.value()).param("since", Row.at(since)));
    }

    private static Map<JobStatus, Long> counts(StatementSpec statement) {
        var counts = new EnumMap<JobStatus, Long>(JobStatus.class);
        statement
                .query(Row.as(row -> counts.put(row.constant("status", JobStatus.class), row.number("n"))))
                .list();
        return counts;
    }
}
