package io.deskwire.notification.inapp;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.notification.preference.NotificationKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Notifications and their owners' counts. Whoever changes rows of an owner locks its counter first.
@Repository
class NotificationRepository {
    private static final String INSERT = """
            INSERT INTO notifications (tenant_id, user_id, id, kind, title, about_table, about_id, event_id, actor, version,
                                       created_at, updated_at)
            VALUES (:tenant, :user, :id, :kind, :title, :table, :subject, :event, :actor, :version, :created, :updated)
            ON CONFLICT (tenant_id, user_id, event_id) DO NOTHING
            """;
    private static final String COUNT_UP = """
            INSERT INTO notification_counters (tenant_id, user_id, unread) VALUES (:tenant, :user, 1)
            ON CONFLICT (tenant_id, user_id) DO UPDATE SET unread = notification_counters.unread + 1
            """;
    private static final String COUNT_DOWN = """
            UPDATE notification_counters SET unread = unread - :by WHERE tenant_id = :tenant AND user_id = :user
            """;
    private static final String LOCK = """
            SELECT unread FROM notification_counters WHERE tenant_id = :tenant AND user_id = :user FOR UPDATE
            """;
    private static final String UNREAD = """
            SELECT unread FROM notification_counters WHERE tenant_id = :tenant AND user_id = :user
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

    /// Inserts and counts; false where the person has been told of the event before.
    boolean add(Notification notification) {
        var inserted = jdbc.sql(INSERT)
                        .param("tenant", notification.tenantId().value())
                        .param("user", notification.userId().value())
                        .param("id", notification.id())
                        .param("kind", notification.kind().wire())
                        .param("title", notification.title())
                        .param("table", notification.table())
                        .param("subject", notification.subject())
                        .param("event", notification.eventId())
                        .param("actor", notification.actor())
                        .param("version", notification.version())
                        .param("created", Row.at(notification.createdAt()))
                        .param("updated", Row.at(notification.updatedAt()))
                        .update()
                == 1;
        if (inserted) {
            jdbc.sql(COUNT_UP)
                    .param("tenant", notification.tenantId().value())
                    .param("user", notification.userId().value())
                    .update();
        }
        return inserted;
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

    Optional<Notification> find(TenantId tenant, UserId user, UUID id) {
        return jdbc.sql(FIND)
                .param("tenant", tenant.value())
                .param("user", user.value())
                .param("id", id)
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

    /// Newest first; archived ones are left out.
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
                .param("id", after.id())
                .param("read", Row.at(after.readAt()))
                .param("archived", Row.at(after.archivedAt()))
                .param("version", after.version())
                .param("updated", Row.at(after.updatedAt()))
                .update();
        if (before.unread() && !after.unread()) {
            jdbc.sql(COUNT_DOWN)
                    .param("tenant", after.tenantId().value())
                    .param("user", after.userId().value())
                    .param("by", 1)
                    .update();
        }
    }

    private static Notification notification(Row row) throws SQLException {
        return new Notification(
                row.uuid("id"),
                row.id("tenant_id", TenantId::new),
                row.id("user_id", UserId::new),
                NotificationKind.of(row.text("kind")).orElseThrow(),
                row.text("title"),
                row.text("about_table"),
                row.uuid("about_id"),
                row.uuid("event_id"),
                row.text("actor"),
                row.instantOrNull("read_at"),
                row.instantOrNull("archived_at"),
                row.number("version"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }
}
