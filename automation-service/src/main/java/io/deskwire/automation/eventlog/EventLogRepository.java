package io.deskwire.automation.eventlog;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.CommitWrites;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class EventLogRepository {
    private static final String INSERT = """
            INSERT INTO automation_events (tenant_id, id, type, job_id, agent_id, actor, data, occurred_at)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::jsonb[],
                                 ?::timestamptz[])
            """;
    private static final String PAGE = """
            SELECT * FROM automation_events
             WHERE tenant_id = :tenant
               AND (:job::uuid IS NULL OR job_id = :job)
               AND (:agent::uuid IS NULL OR agent_id = :agent)
               AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    EventLogRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// With the commit.
    void insert(List<EventLogEntry> entries) {
        for (var entry : entries) {
            CommitWrites.add(
                    INSERT,
                    entry.tenantId(),
                    entry.id(),
                    entry.type(),
                    entry.jobId(),
                    entry.agentId(),
                    entry.actor(),
                    json.writeValueAsString(entry.data()),
                    entry.occurredAt());
        }
    }

    List<EventLogEntry> page(TenantId tenant, @Nullable UUID job, @Nullable UUID agent, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("job", job)
                .param("agent", agent)
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(this::entry))
                .list();
    }

    private EventLogEntry entry(Row row) throws SQLException {
        return new EventLogEntry(
                row.uuid("id"),
                row.id("tenant_id", TenantId::new),
                row.text("type"),
                row.uuidOrNull("job_id"),
                row.uuidOrNull("agent_id"),
                row.text("actor"),
                json.readValue(row.text("data"), ObjectNode.class),
                row.instant("occurred_at"));
    }
}
