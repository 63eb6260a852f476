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
import java.util.SortedSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What was announced lately, and to whom. Behind the system door only.
@Repository
class AnnouncementRepository {
    private static final String LOCK = """
            SELECT pg_advisory_xact_lock(hashtextextended('inapp:' || tenant::text, 0)) FROM unnest(:tenants) AS tenant
            """;
    private static final String ADD = """
            INSERT INTO announcements (tenant_id, event_id, kind, occurred_at, roles, users, audiences, actor, about_table,
                                       about_id, title)
            SELECT n.tenant_id, n.event_id, n.kind, n.occurred_at, string_to_array(n.roles, ' '),
                   string_to_array(n.users, ' ')::uuid[], n.audiences::jsonb, n.actor, n.about_table, n.about_id, n.title
              FROM unnest(:tenants::uuid[], :events::uuid[], :kinds::text[], :times::timestamptz[], :roles::text[],
                          :users::text[], :audiences::text[], :actors::text[], :tables::text[], :subjects::uuid[],
                          :titles::text[])
                   AS n (tenant_id, event_id, kind, occurred_at, roles, users, audiences, actor, about_table, about_id, title)
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

    /// One transaction of a tenant at a time, until it ends: a new member and a new announcement would otherwise not
    /// see each other.
    void lock(SortedSet<UUID> tenants) {
        VoidSelect.run(jdbc.sql(LOCK).param("tenants", tenants.toArray(UUID[]::new)));
    }

    void add(List<Notice> notices) {
        if (notices.isEmpty()) {
            return;
        }
        jdbc.sql(ADD)
                .param("tenants", Row.column(notices, notice -> notice.to().tenant()))
                .param("events", Row.column(notices, Notice::event))
                .param("kinds", Row.column(notices, notice -> notice.to().kind().wire()))
                .param("times", Row.column(notices, Notice::occurredAt))
                .param(
                        "roles",
                        Row.column(notices, notice -> Row.words(notice.to().roles())))
                .param(
                        "users",
                        Row.column(notices, notice -> Row.words(notice.to().users())))
                .param(
                        "audiences",
                        Row.column(
                                notices,
                                notice -> json.writeValueAsString(notice.to().audiences())))
                .param("actors", Row.column(notices, notice -> notice.to().actor()))
                .param("tables", Row.column(notices, Notice::table))
                .param("subjects", Row.column(notices, Notice::subject))
                .param("titles", Row.column(notices, Notice::title))
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
