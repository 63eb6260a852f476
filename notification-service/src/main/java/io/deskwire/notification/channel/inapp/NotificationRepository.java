package io.deskwire.notification.channel.inapp;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.notification.channel.inapp.Notification.Content;
import io.deskwire.notification.channel.inapp.Notification.Marks;
import io.deskwire.notification.preference.NotificationKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Notifications and their owners' counts, one for each set of needs. A change of an owner's rows locks the owner's
/// counter without needs first.
@Repository
class NotificationRepository {
    /// Needs have no blanks, so a set of them is one text.
    private static final String INSERT = """
            INSERT INTO notifications (tenant_id, user_id, id, kind, title, about_table, about_id, event_id, actor, needs,
                                       version, created_at, updated_at)
            SELECT :tenant, n.user_id, n.id, :kind, :title, :table, :subject, :event, :actor, string_to_array(n.needs, ' '),
                   1, :now, :now
              FROM unnest(:users::uuid[], :ids::uuid[], :needs::text[]) AS n (user_id, id, needs)
             ORDER BY n.user_id
            ON CONFLICT (tenant_id, user_id, event_id) DO NOTHING
            RETURNING id
            """;
    /// The count without needs is always touched, and first: it is the owner's lock.
    private static final String COUNT_UP = """
            INSERT INTO notification_counters AS c (tenant_id, user_id, needs, unread)
            SELECT :tenant, told.user_id, told.needs, sum(told.unread) FROM (
                SELECT n.user_id, string_to_array(n.needs, ' ') AS needs, 1 AS unread
                  FROM unnest(:users::uuid[], :needs::text[]) AS n (user_id, needs)
                UNION ALL
                SELECT n.user_id, '{}', 0 FROM unnest(:users::uuid[]) AS n (user_id)) told
             GROUP BY told.user_id, told.needs ORDER BY told.user_id, told.needs
            ON CONFLICT (tenant_id, user_id, needs) DO UPDATE SET unread = c.unread + excluded.unread
            """;
    private static final String COUNT_DOWN = """
            UPDATE notification_counters SET unread = unread - 1
             WHERE tenant_id = :tenant AND user_id = :user AND needs = :needs::text[]
            """;
    private static final String LOCK = """
            SELECT unread FROM notification_counters WHERE tenant_id = :tenant AND user_id = :user AND needs = '{}' FOR UPDATE
            """;
    /// Of those that the owner may see.
    private static final String UNREAD = """
            SELECT coalesce(sum(unread), 0)::bigint FROM notification_counters WHERE tenant_id = :tenant AND user_id = :user
            """;
    private static final String FIND = """
            SELECT * FROM notifications WHERE tenant_id = :tenant AND user_id = :user AND id = :id
            """;
    private static final String ALL_UNREAD = """
            SELECT * FROM notifications
             WHERE tenant_id = :tenant AND user_id = :user AND read_at IS NULL AND archived_at IS NULL
             ORDER BY id
            """;
    private static final String PAGE = """
            SELECT * FROM notifications
             WHERE tenant_id = :tenant AND user_id = :user AND archived_at IS NULL
               AND (NOT :unread OR read_at IS NULL) AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;
    private static final String UPDATE = """
            UPDATE notifications SET read_at = :read, archived_at = :archived, version = :version, updated_at = :updated
             WHERE tenant_id = :tenant AND user_id = :user AND id = :id AND version = :version - 1
            """;

    private final JdbcClient jdbc;

    NotificationRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Inserts and counts new notifications of one event, one for each of their owners; returns those whose owners
    /// have not been told of the event before. Two statements, however many there are.
    List<Notification> add(List<Notification> told) {
        if (told.isEmpty()) {
            return told;
        }
        var one = told.getFirst();
        var fresh = Set.copyOf(jdbc.sql(INSERT)
                .param("tenant", one.tenantId().value())
                .param("kind", one.content().kind().wire())
                .param("title", one.content().title())
                .param("table", one.content().table())
                .param("subject", one.content().subject())
                .param("event", one.content().eventId())
                .param("actor", one.content().actor())
                .param("now", Row.at(one.createdAt()))
                .param("ids", told.stream().map(Notification::publishedId).toArray(UUID[]::new))
                .param("users", users(told))
                .param("needs", needs(told))
                .query(UUID.class)
                .list());
        var added = told.stream()
                .filter(notification -> fresh.contains(notification.publishedId()))
                .toList();
        if (!added.isEmpty()) {
            jdbc.sql(COUNT_UP)
                    .param("tenant", one.tenantId().value())
                    .param("users", users(added))
                    .param("needs", needs(added))
                    .update();
        }
        return added;
    }

    private static UUID[] users(List<Notification> notifications) {
        return notifications.stream()
                .map(notification -> notification.userId().value())
                .toArray(UUID[]::new);
    }

    private static String[] needs(List<Notification> notifications) {
        return notifications.stream()
                .map(notification -> String.join(" ", notification.needs()))
                .toArray(String[]::new);
    }

    /// Until the transaction ends nobody else changes the owner's rows.
    void lock(TenantId tenant, UserId user) {
        jdbc.sql(LOCK)
                .param("tenant", tenant.value())
                .param("user", user.value())
                .query(Long.class)
                .optional();
    }

    long unread(TenantId tenant, UserId user) {
        return jdbc.sql(UNREAD)
                .param("tenant", tenant.value())
                .param("user", user.value())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    Optional<Notification> find(TenantId tenant, UserId user, NotificationId id) {
        return jdbc.sql(FIND)
                .param("tenant", tenant.value())
                .param("user", user.value())
                .param("id", id.value())
                .query(Row.as(NotificationRepository::notification))
                .optional();
    }

    List<Notification> allUnread(TenantId tenant, UserId user) {
        return jdbc.sql(ALL_UNREAD)
                .param("tenant", tenant.value())
                .param("user", user.value())
                .query(Row.as(NotificationRepository::notification))
                .list();
    }

    /// Newest first; archived ones are skipped.
    List<Notification> page(TenantId tenant, UserId user, boolean unreadOnly, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("user", user.value())
                .param("unread", unreadOnly)
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(NotificationRepository::notification))
                .list();
    }

    /// Needs the owner's lock.
    void update(Notification before, Notification after) {
        jdbc.sql(UPDATE)
                .param("tenant", after.tenantId().value())
                .param("user", after.userId().value())
                .param("id", after.id().value())
                .param("read", Row.at(after.marks().readAt()))
                .param("archived", Row.at(after.marks().archivedAt()))
                .param("version", after.version())
                .param("updated", Row.at(after.updatedAt()))
                .update();
        if (before.unread() && !after.unread()) {
            jdbc.sql(COUNT_DOWN)
                    .param("tenant", after.tenantId().value())
                    .param("user", after.userId().value())
                    .param("needs", Row.array(before.needs()))
                    .update();
        }
    }

    private static Notification notification(Row row) throws SQLException {
        return new Notification(
                row.id("id", NotificationId::new),
                row.id("tenant_id", TenantId::new),
                row.id("user_id", UserId::new),
                new Content(
                        NotificationKind.of(row.text("kind")).orElseThrow(),
                        row.text("title"),
                        row.text("about_table"),
                        row.uuid("about_id"),
                        row.uuid("event_id"),
                        row.text("actor")),
                row.texts("needs"),
                new Marks(row.instantOrNull("read_at"), row.instantOrNull("archived_at")),
                row.number("version"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }
}
