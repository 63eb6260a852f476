package io.deskwire.tickets.sla;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.calendar.CalendarId;
import io.deskwire.tickets.platform.Columns;
import io.deskwire.tickets.sla.SlaPolicy.Details;
import io.deskwire.tickets.sla.SlaPolicy.Targets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class SlaPolicyRepository {
    private static final Columns CHANGED =
            Columns.changed("title", "position", "conditions::jsonb", "targets::jsonb", "business_hours_id::uuid");
    private static final Columns WRITTEN =
            Columns.of("tenant_id", "id", "created_by::uuid", "created_at").and(CHANGED);
    private static final String INSERT =
            "INSERT INTO sla_policies (%s) VALUES (%s) RETURNING *".formatted(WRITTEN.list(), WRITTEN.values());
    private static final String UPDATE = """
            UPDATE sla_policies SET %s
             WHERE tenant_id = :tenant_id AND id = :id AND version = :version - 1
            RETURNING *
            """.formatted(CHANGED.assignments());
    private static final String ONE = "SELECT * FROM sla_policies WHERE tenant_id = :tenant AND id = :id";
    private static final String PAGE = """
            SELECT * FROM sla_policies
             WHERE tenant_id = :tenant
               AND (:afterId::uuid IS NULL OR (position, id) > (:afterPosition::integer, :afterId::uuid))
             ORDER BY position, id LIMIT :limit
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    SlaPolicyRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// @param next the position behind all of them
    record Order(int policies, int next) {}

    /// As stored.
    SlaPolicy insert(SlaPolicy policy) {
        return write(INSERT, policy).orElseThrow();
    }

    /// As stored; empty where somebody else was faster.
    Optional<SlaPolicy> update(SlaPolicy policy) {
        return write(UPDATE, policy);
    }

    private Optional<SlaPolicy> write(String sql, SlaPolicy policy) {
        var values = Columns.parameters(policy.stamp());
        values.put("tenant_id", policy.tenantId().value());
        values.put("id", policy.id().value());
        var details = policy.details();
        values.put("title", details.title());
        values.put("position", details.position());
        values.put("conditions", details.conditions().toString());
        values.put("targets", json.writeValueAsString(details.targets()));
        values.put("business_hours_id", Columns.orNull(details.businessHoursId()));
        return jdbc.sql(sql).params(values).query(Row.as(this::policy)).optional();
    }

    boolean delete(SlaPolicy policy) {
        return jdbc.sql("DELETE FROM sla_policies WHERE tenant_id = :tenant AND id = :id AND version = :version")
                        .param("tenant", policy.tenantId().value())
                        .param("id", policy.id().value())
                        .param("version", policy.version())
                        .update()
                == 1;
    }

    Optional<SlaPolicy> find(TenantId tenant, SlaPolicyId id) {
        return one(ONE, tenant, id);
    }

    /// Nobody else changes it until the transaction ends.
    Optional<SlaPolicy> findToChange(TenantId tenant, SlaPolicyId id) {
        return one(ONE + " FOR UPDATE", tenant, id);
    }

    private Optional<SlaPolicy> one(String sql, TenantId tenant, SlaPolicyId id) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(this::policy))
                .optional();
    }

    Order order(TenantId tenant) {
        return jdbc.sql("""
                        SELECT count(*) AS policies, coalesce(max(position) + 1, 0) AS next
                          FROM sla_policies WHERE tenant_id = :tenant
                        """)
                .param("tenant", tenant.value())
                .query(Row.as(row -> new Order(row.integer("policies"), row.integer("next"))))
                .single();
    }

    boolean goBy(TenantId tenant, CalendarId hours) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM sla_policies
                                        WHERE tenant_id = :tenant AND business_hours_id = :hours)
                        """)
                .param("tenant", tenant.value())
                .param("hours", hours.value())
                .query(Boolean.class)
                .single();
    }

    /// In their order.
    List<SlaPolicy> page(TenantId tenant, PageRequest page) {
        var after = page.after(2);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("afterPosition", after == null ? null : (int) after.number(0))
                .param("afterId", after == null ? null : after.uuid(1))
                .param("limit", page.fetch())
                .query(Row.as(this::policy))
                .list();
    }

    private SlaPolicy policy(Row row) throws SQLException {
        var check = new FieldCheck();
        var details = new Details(
                row.text("title"),
                row.integer("position"),
                json.readValue(row.text("conditions"), ObjectNode.class),
                Targets.parse(json.readTree(row.text("targets")), check),
                row.idOrNull("business_hours_id", CalendarId::new));
        check.done();
        return new SlaPolicy(
                row.id("id", SlaPolicyId::new), row.id("tenant_id", TenantId::new), details, Stamp.of(row));
    }
}
