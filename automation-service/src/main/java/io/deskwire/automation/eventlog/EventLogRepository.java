package io.deskwire.automation.eventlog;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class EventLogRepository {
    private static final String INSERT = """
            INSERT INTO automation_events (tenant_id, id, type, job_id, agent_id, actor, data, occurred_at)
            SELECT * FROM unnest(:tenants::uuid[], :ids::uuid[], :types::text[], :jobs::uuid[], :agents::uuid[],
                                 :actors::text[], :data::jsonb[], :at::timestamptz[])
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

    void insert(List<EventLogEntry> entries) {
        jdbc.sql(INSERT)
                .param("tenants", array(entries, entry -> entry.tenantId().value()))
                .param("ids", array(entries, EventLogEntry::id))
                .param("types", array(entries, EventLogEntry::type))
                .param("jobs", array(entries, EventLogEntry::jobId))
                .param("agents", array(entries, EventLogEntry::agentId))
                .param("actors", array(entries, EventLogEntry::actor))
                .param("data", array(entries, entry -> json.writeValueAsString(entry.data())))
                .param("at", array(entries, EventLogEntry::occurredAt))
                .update();
    }

    private static @Nullable String[] array(
            List<EventLogEntry> entries, Function<EventLogEntry, @Nullable Object> column) {
        return entries.stream()
                .map(entry -> {
                    var value = column.apply(entry);
                    return value == null ? null : value.toString();
                })
                .toArray(String[]::new);
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
