package io.deskwire.notification.webhook.endpoint;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.common.webhook.WebhookSecret;
import io.deskwire.directory.Directory.Bearer;
import io.deskwire.notification.webhook.endpoint.Webhook.Draft;
import io.deskwire.notification.webhook.endpoint.Webhook.Status;
import io.deskwire.notification.webhook.endpoint.Webhook.Streak;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Endpoints. Requests may not select the secrets, so columns are named.
@Repository
class WebhookRepository {
    private static final String COLUMNS = """
            tenant_id, id, url, event_types, description, ordered, status, disabled_reason, permissions, failures,
            failing_since, paused_until, version, created_by, updated_by, saved_at, created_at,
            updated_at
            """;
    private static final String INSERT = """
            INSERT INTO webhooks (tenant_id, id, url, event_types, description, ordered, status, permissions, created_by,
                                  updated_by, saved_at, secret, version, created_at, updated_at)
            VALUES (:tenant, :id, :url, :types, :description, :ordered, :status, :permissions, :createdBy,
                    :updatedBy, :saved, :secret, :version, :created, :updated)
            """;
    private static final String UPDATE = """
            UPDATE webhooks
               SET url = :url, event_types = :types, description = :description, ordered = :ordered, status = :status,
                   disabled_reason = :reason, permissions = :permissions, updated_by = :updatedBy,
                   saved_at = :saved, failures = 0, failing_since = NULL, paused_until = NULL, version = :version, updated_at = :updated
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1
            """;
    private static final String ROTATE = """
            UPDATE webhooks
               SET previous_secret = secret, previous_secret_until = :until, secret = :secret, version = version + 1,
                   updated_at = :now
             WHERE tenant_id = :tenant AND id = :id
            RETURNING\s""" + COLUMNS;
    private static final String PAGE = "SELECT " + COLUMNS + """
              FROM webhooks
             WHERE tenant_id = :tenant AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;
    private static final String LISTENING = "SELECT " + COLUMNS + """
              FROM webhooks
             WHERE tenant_id = :tenant AND (status = 'active' OR disabled_reason = 'owner_left')
               AND event_types && ARRAY[:type::text, '*']
             ORDER BY id
            """;

    private static final String ORPHAN = """
            UPDATE webhooks
               SET status = 'disabled', disabled_reason = 'owner_left', version = version + 1, updated_at = :now
             WHERE tenant_id = :tenant AND updated_by = :saver AND saved_at <= :left AND status = 'active'
            """;

    private final JdbcClient jdbc;

    WebhookRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Webhook webhook, WebhookSecret secret) {
        jdbc.sql(INSERT)
                .param("tenant", webhook.tenantId().value())
                .param("id", webhook.id().value())
                .param("url", webhook.content().url())
                .param("types", Row.array(webhook.content().eventTypes()))
                .param("description", webhook.content().description())
                .param("ordered", webhook.content().ordered())
                .param("status", Row.wire(webhook.status()))
                .param("permissions", Row.array(webhook.permissions()))
                .param("createdBy", webhook.saver().value())
                .param("updatedBy", webhook.saver().value())
                .param("saved", Row.at(webhook.savedAt()))
                .param("secret", secret.text())
                .param("version", webhook.version())
                .param("created", Row.at(webhook.stamp().createdAt()))
                .param("updated", Row.at(webhook.stamp().updatedAt()))
                .update();
    }

    /// False where somebody else was faster.
    boolean update(Webhook webhook) {
        return jdbc.sql(UPDATE)
                        .param("tenant", webhook.tenantId().value())
                        .param("id", webhook.id().value())
                        .param("url", webhook.content().url())
                        .param("types", Row.array(webhook.content().eventTypes()))
                        .param("description", webhook.content().description())
                        .param("ordered", webhook.content().ordered())
                        .param("status", Row.wire(webhook.status()))
                        .param("reason", webhook.disabledReason())
                        .param("permissions", Row.array(webhook.permissions()))
                        .param("updatedBy", webhook.saver().value())
                        .param("saved", Row.at(webhook.savedAt()))
                        .param("version", webhook.version())
                        .param("updated", Row.at(webhook.stamp().updatedAt()))
                        .update()
                == 1;
    }

    /// Needs the system door: the old secret moves, which requests may not read.
    Optional<Webhook> rotate(TenantId tenant, WebhookId id, WebhookSecret secret, Instant until, Instant now) {
        return jdbc.sql(ROTATE)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .param("secret", secret.text())
                .param("until", Row.at(until))
                .param("now", Row.at(now))
                .query(Row.as(WebhookRepository::webhook))
                .optional();
    }

    boolean delete(TenantId tenant, WebhookId id) {
        return jdbc.sql("DELETE FROM webhooks WHERE tenant_id = :tenant AND id = :id")
                        .param("tenant", tenant.value())
                        .param("id", id.value())
                        .update()
                == 1;
    }

    Optional<Webhook> find(TenantId tenant, WebhookId id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM webhooks WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(WebhookRepository::webhook))
                .optional();
    }

    /// Newest first.
    List<Webhook> page(TenantId tenant, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(WebhookRepository::webhook))
                .list();
    }

    /// Stops the endpoints that this one saved last, before leaving.
    void orphan(Bearer saver, Instant left, Instant now) {
        jdbc.sql(ORPHAN)
                .param("tenant", saver.tenant())
                .param("saver", saver.user())
                .param("left", Row.at(left))
                .param("now", Row.at(now))
                .update();
    }

    /// Those of the tenants that have endpoints.
    Set<UUID> owners(Set<UUID> tenants) {
        return jdbc.sql("SELECT DISTINCT tenant_id FROM webhooks WHERE tenant_id = ANY (:tenants)")
                .param("tenants", tenants.toArray(UUID[]::new))
                .query(UUID.class)
                .set();
    }

    /// The endpoints of the event's tenant that want its type: the active ones, and those that wait for a new owner.
    List<Webhook> listening(CloudEvent event) {
        return jdbc.sql(LISTENING)
                .param("tenant", event.tenant())
                .param("type", event.type())
                .query(Row.as(WebhookRepository::webhook))
                .list();
    }

    private static Webhook webhook(Row row) throws SQLException {
        return new Webhook(
                row.id("id", WebhookId::new),
                row.id("tenant_id", TenantId::new),
                new Draft(
                        row.text("url"),
                        row.texts("event_types"),
                        row.textOrNull("description"),
                        row.flag("ordered"),
                        row.constant("status", Status.class)),
                row.textOrNull("disabled_reason"),
                row.texts("permissions"),
                new Streak(
                        row.integer("failures"), row.instantOrNull("failing_since"), row.instantOrNull("paused_until")),
                row.instant("saved_at"),
                Stamp.of(row));
    }
}
