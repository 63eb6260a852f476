package io.deskwire.tickets.calendar;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.calendar.Calendar.Details;
import io.deskwire.tickets.platform.Columns;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

@Repository
class CalendarRepository {
    private static final Columns CHANGED = Columns.changed("name", "time_zone", "week::jsonb", "holidays::jsonb");
    private static final Columns WRITTEN =
            Columns.of("tenant_id", "id", "created_by::uuid", "created_at").and(CHANGED);
    private static final String INSERT =
            "INSERT INTO business_hours (%s) VALUES (%s) RETURNING *".formatted(WRITTEN.list(), WRITTEN.values());
    private static final String UPDATE = """
            UPDATE business_hours SET %s
             WHERE tenant_id = :tenant_id AND id = :id AND version = :version - 1
            RETURNING *
            """.formatted(CHANGED.assignments());
    private static final String ONE = "SELECT * FROM business_hours WHERE tenant_id = :tenant AND id = :id";
    private static final String PAGE = """
            SELECT * FROM business_hours
             WHERE tenant_id = :tenant AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CalendarRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// As stored.
    Calendar insert(Calendar calendar) {
        return write(INSERT, calendar).orElseThrow();
    }

    /// As stored; empty where somebody else was faster.
    Optional<Calendar> update(Calendar calendar) {
        return write(UPDATE, calendar);
    }

    private Optional<Calendar> write(String sql, Calendar calendar) {
        var values = Columns.parameters(calendar.stamp());
        values.put("tenant_id", calendar.tenantId().value());
        values.put("id", calendar.id().value());
        var details = calendar.details();
        values.put("name", details.name());
        values.put("time_zone", details.timeZone().getId());
        values.put("week", json.writeValueAsString(details.week()));
        values.put("holidays", json.writeValueAsString(details.holidays()));
        return jdbc.sql(sql).params(values).query(Row.as(this::calendar)).optional();
    }

    boolean delete(Calendar calendar) {
        return jdbc.sql("DELETE FROM business_hours WHERE tenant_id = :tenant AND id = :id AND version = :version")
                        .param("tenant", calendar.tenantId().value())
                        .param("id", calendar.id().value())
                        .param("version", calendar.version())
                        .update()
                == 1;
    }

    Optional<Calendar> find(TenantId tenant, CalendarId id) {
        return one(ONE, tenant, id);
    }

    /// Nobody else changes them until the transaction ends.
    Optional<Calendar> findToChange(TenantId tenant, CalendarId id) {
        return one(ONE + " FOR NO KEY UPDATE", tenant, id);
    }

    /// Nobody deletes them until the transaction ends.
    Optional<Calendar> findToKeep(TenantId tenant, CalendarId id) {
        return one(ONE + " FOR SHARE", tenant, id);
    }

    private Optional<Calendar> one(String sql, TenantId tenant, CalendarId id) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(this::calendar))
                .optional();
    }

    int count(TenantId tenant) {
        return jdbc.sql("SELECT count(*) FROM business_hours WHERE tenant_id = :tenant")
                .param("tenant", tenant.value())
                .query(Integer.class)
                .single();
    }

    /// Newest first.
    List<Calendar> page(TenantId tenant, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(this::calendar))
                .list();
    }

    private Calendar calendar(Row row) throws SQLException {
        var check = new FieldCheck();
        var details = new Details(
                row.text("name"),
                ZoneId.of(row.text("time_zone")),
                Week.parse(json.readTree(row.text("week")), check),
                Holiday.parse(json.readTree(row.text("holidays")), check));
        check.done();
        return new Calendar(row.id("id", CalendarId::new), row.id("tenant_id", TenantId::new), details, Stamp.of(row));
    }
}
