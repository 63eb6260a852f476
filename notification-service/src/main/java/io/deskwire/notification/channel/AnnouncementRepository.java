package io.deskwire.notification.channel;

import io.deskwire.common.event.Audience;
import io.deskwire.common.sql.Row;
import io.deskwire.common.sql.VoidSelect;
import io.deskwire.notification.preference.NotificationKind;
import io.deskwire.notification.recipient.Addressees;
import io.deskwire.notification.rule.Notice;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What was announced lately, and to whom. Behind the system door only.
@Repository
class AnnouncementRepository {
    private static final String ADD = """
            INSERT INTO announcements (tenant_id, event_id, kind, occurred_at, roles, users, audiences, actor, about_table,
                                       about_id, title)
            VALUES (:tenant, :event, :kind, :occurred, :roles, :users, :audiences::jsonb, :actor, :table, :subject, :title)
            ON CONFLICT DO NOTHING
            """;
    private static final String SINCE = """
            SELECT * FROM announcements WHERE tenant_id = :tenant AND occurred_at >= :since ORDER BY occurred_at, event_id
            """;
    private static final TypeReference<List<Audience>> AUDIENCES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    AnnouncementRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// One event of the tenant at a time, until the transaction ends: a new member and a new announcement would
    /// otherwise not see each other.
    void lock(UUID tenant) {
        VoidSelect.run(jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(:tenant, 0))")
                .param("tenant", "inapp:" + tenant));
    }

    void add(Notice notice) {
        var to = notice.to();
        jdbc.sql(ADD)
                .param("tenant", to.tenant())
                .param("event", notice.event())
                .param("kind", to.kind().wire())
                .param("occurred", Row.at(notice.occurredAt()))
                .param("roles", to.roles().toArray(String[]::new))
                .param("users", to.users().toArray(UUID[]::new))
                .param("audiences", json.writeValueAsString(to.audiences()))
                .param("actor", to.actor())
                .param("table", notice.table())
                .param("subject", notice.subject())
                .param("title", notice.title())
                .update();
    }

    /// What was announced from then on.
    List<Notice> since(UUID tenant, Instant since) {
        return jdbc.sql(SINCE)
                .param("tenant", tenant)
                .param("since", Row.at(since))
                .query(Row.as(this::notice))
                .list();
    }

    void forget(Instant before) {
        jdbc.sql("DELETE FROM announcements WHERE occurred_at < :before")
                .param("before", Row.at(before))
                .update();
    }

    private Notice notice(Row row) throws SQLException {
        var to = new Addressees(
                row.uuid("tenant_id"),
                NotificationKind.of(row.text("kind")).orElseThrow(),
                Set.copyOf(row.texts("roles")),
                Set.copyOf(row.uuids("users")),
                json.readValue(row.text("audiences"), AUDIENCES),
                row.text("actor"));
        return new Notice(
                to,
                row.uuid("event_id"),
                row.instant("occurred_at"),
                row.text("about_table"),
                row.uuid("about_id"),
                row.text("title"));
    }
}
