package io.deskwire.notification.inapp;

import io.deskwire.common.sql.Effect;
import io.deskwire.common.sql.Row;
import io.deskwire.notification.preference.NotificationKind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What was announced lately, and to whom. Behind the system door only.
@Repository
class ProjectionRepository {
    private static final String RECIPIENTS = """
            SELECT user_id FROM members_seen
             WHERE tenant_id = :tenant AND NOT deleted AND (role = ANY(:roles) OR user_id = ANY(:users))
               AND (NOT :internal OR role <> 'client')
             ORDER BY user_id
            """;
    private static final String ANNOUNCE = """
            INSERT INTO announcements (tenant_id, event_id, kind, occurred_at, roles, users, internal, actor, about_table,
                                       about_id, title)
            VALUES (:tenant, :event, :kind, :occurred, :roles, :users, :internal, :actor, :table, :subject, :title)
            ON CONFLICT DO NOTHING
            """;
    private static final String SINCE = """
            SELECT * FROM announcements WHERE tenant_id = :tenant AND occurred_at >= :since ORDER BY occurred_at, event_id
            """;

    private final JdbcClient jdbc;

    ProjectionRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// One event of the tenant at a time, until the transaction ends: a new member and a new announcement would
    /// otherwise not see each other.
    void lock(UUID tenant) {
        Effect.of(jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(:tenant, 0))")
                .param("tenant", "inapp:" + tenant));
    }

    /// In the order of their ids, so that whoever locks several locks them in the same order.
    List<UUID> recipients(Notice notice) {
        return jdbc.sql(RECIPIENTS)
                .param("tenant", notice.tenant())
                .param("roles", notice.roles().toArray(String[]::new))
                .param("users", notice.users().toArray(UUID[]::new))
                .param("internal", notice.internal())
                .query(UUID.class)
                .list();
    }

    void announce(Notice notice) {
        jdbc.sql(ANNOUNCE)
                .param("tenant", notice.tenant())
                .param("event", notice.event())
                .param("kind", notice.kind().wire())
                .param("occurred", Row.at(notice.occurredAt()))
                .param("roles", notice.roles().toArray(String[]::new))
                .param("users", notice.users().toArray(UUID[]::new))
                .param("internal", notice.internal())
                .param("actor", notice.actor())
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
                .query(Row.as(ProjectionRepository::notice))
                .list();
    }

    int forgetAnnouncements(Instant before) {
        return jdbc.sql("DELETE FROM announcements WHERE occurred_at < :before")
                .param("before", Row.at(before))
                .update();
    }

    private static Notice notice(Row row) throws SQLException {
        return new Notice(
                row.uuid("tenant_id"),
                row.uuid("event_id"),
                NotificationKind.of(row.text("kind")).orElseThrow(),
                row.instant("occurred_at"),
                Set.copyOf(row.texts("roles")),
                Set.copyOf(row.uuids("users")),
                row.flag("internal"),
                row.text("actor"),
                row.text("about_table"),
                row.uuid("about_id"),
                row.text("title"));
    }
}
