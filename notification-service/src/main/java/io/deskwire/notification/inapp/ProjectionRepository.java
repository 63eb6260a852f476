package io.deskwire.notification.inapp;

import io.deskwire.common.sql.Effect;
import io.deskwire.common.sql.Row;
import io.deskwire.notification.preference.NotificationKind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What this service remembers of other services' rows, and of what it announced. Behind the system door only.
@Repository
class ProjectionRepository {
    /// A membership's version grows while it lives and begins anew when somebody comes back.
    private static final String SAVE_MEMBER = """
            INSERT INTO members_seen AS m (tenant_id, user_id, role, version, deleted, changed_at)
            VALUES (:tenant, :user, :role, :version, :deleted, :changed)
            ON CONFLICT (tenant_id, user_id) DO UPDATE
               SET role = excluded.role, version = excluded.version, deleted = excluded.deleted,
                   changed_at = excluded.changed_at
             WHERE CASE WHEN m.deleted THEN excluded.changed_at > m.changed_at
                        WHEN excluded.deleted THEN excluded.version >= m.version
                        ELSE excluded.version > m.version END
            """;
    private static final String SAVE_TICKET = """
            INSERT INTO tickets_seen AS t (tenant_id, ticket_id, subject, assignee_id, created_by, version)
            VALUES (:tenant, :id, :subject, :assignee, :createdBy, :version)
            ON CONFLICT (tenant_id, ticket_id) DO UPDATE
               SET subject = excluded.subject, assignee_id = excluded.assignee_id, created_by = excluded.created_by,
                   version = excluded.version
             WHERE excluded.version > t.version
            """;
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
    private static final String MISSED = """
            SELECT * FROM announcements
             WHERE tenant_id = :tenant AND occurred_at >= :since AND (:role = ANY(roles) OR :user = ANY(users))
               AND (NOT internal OR :role <> 'client')
             ORDER BY occurred_at, event_id
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

    /// False where a later event came first.
    boolean save(SeenMember member) {
        return jdbc.sql(SAVE_MEMBER)
                        .param("tenant", member.tenant())
                        .param("user", member.user())
                        .param("role", member.role())
                        .param("version", member.version())
                        .param("deleted", member.deleted())
                        .param("changed", Row.at(member.changedAt()))
                        .update()
                == 1;
    }

    void save(SeenTicket ticket) {
        jdbc.sql(SAVE_TICKET)
                .param("tenant", ticket.tenant())
                .param("id", ticket.id())
                .param("subject", ticket.subject())
                .param("assignee", ticket.assignee())
                .param("createdBy", ticket.createdBy())
                .param("version", ticket.version())
                .update();
    }

    void deleteTicket(UUID tenant, UUID id) {
        jdbc.sql("DELETE FROM tickets_seen WHERE tenant_id = :tenant AND ticket_id = :id")
                .param("tenant", tenant)
                .param("id", id)
                .update();
    }

    @Nullable
    SeenTicket ticket(UUID tenant, @Nullable UUID id) {
        Optional<SeenTicket> found = jdbc.sql(
                        "SELECT * FROM tickets_seen WHERE tenant_id = :tenant AND ticket_id = :id")
                .param("tenant", tenant)
                .param("id", id)
                .query(Row.as(row -> new SeenTicket(
                        row.uuid("tenant_id"),
                        row.uuid("ticket_id"),
                        row.text("subject"),
                        row.uuidOrNull("assignee_id"),
                        row.uuidOrNull("created_by"),
                        row.number("version"))))
                .optional();
        return found.orElse(null);
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

    /// What was announced to somebody like this member since its membership became what it is.
    List<Notice> missed(SeenMember member) {
        return jdbc.sql(MISSED)
                .param("tenant", member.tenant())
                .param("since", Row.at(member.changedAt()))
                .param("role", member.role())
                .param("user", member.user())
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
                Set.of(), // the member is known to be meant
                row.flag("internal"),
                row.text("actor"),
                row.text("about_table"),
                row.uuid("about_id"),
                row.text("title"));
    }
}
