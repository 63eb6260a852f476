package io.deskwire.notification.webhook.delivery;

import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.notification.webhook.delivery.Delivery.Answer;
import io.deskwire.notification.webhook.delivery.Delivery.Progress;
import io.deskwire.notification.webhook.delivery.Delivery.Status;
import io.deskwire.notification.webhook.delivery.Delivery.Trigger;
import io.deskwire.notification.webhook.endpoint.Webhook;
import io.deskwire.notification.webhook.endpoint.WebhookId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Messages and their deliveries, as requests and events put them in and look them up.
@Repository
class DeliveryRepository {
    private static final String KEEP = """
            INSERT INTO webhook_messages (tenant_id, id, type, body, audience_permission, audience_users, audience_needs,
                                          audience_teams, traceparent, created_at)
            VALUES (:tenant, :id, :type, :body, :permission, :users, :needs, :teams, :traceparent, :now)
            ON CONFLICT DO NOTHING
            """;
    private static final String QUEUE = """
            INSERT INTO webhook_deliveries (tenant_id, id, webhook_id, message_id, event_type, trigger, status, attempts, due_at,
                                            created_at)
            SELECT :tenant, q.id, q.webhook_id, q.message_id, q.type, :trigger, 'pending', 0, :now, :now
              FROM unnest(:ids::uuid[], :webhooks::uuid[], :messages::uuid[], :types::text[])
                   WITH ORDINALITY AS q (id, webhook_id, message_id, type, place)
             ORDER BY q.place
            ON CONFLICT DO NOTHING
            """;
    /// Of several deliveries of a message the last one speaks for it. Only what the endpoint may see: [View].
    private static final String REPLAYABLE = """
            SELECT message_id, event_type FROM (
                SELECT DISTINCT ON (message_id) message_id, event_type, status, created_at FROM webhook_deliveries
                 WHERE tenant_id = :tenant AND webhook_id = :webhook AND created_at >= :since AND trigger <> 'test'
                 ORDER BY message_id, seq DESC) last
              JOIN webhook_messages m ON m.tenant_id = :tenant AND m.id = last.message_id
             WHERE status IN ('delivered', 'failed') AND (NOT :failedOnly OR status = 'failed')
               AND (m.audience_permission = ANY (:permissions) OR :saver = ANY (m.audience_users)
                    OR m.audience_teams && :teams::uuid[])
               AND NOT EXISTS (SELECT FROM unnest(m.audience_needs) AS need
                                WHERE NOT string_to_array(need, '|') && (:permissions::text[] || :teams::uuid[]::text[]))
             ORDER BY message_id LIMIT :limit
            """;
    private static final String TOLD = """
            SELECT d.*, m.audience_permission, m.audience_users, m.audience_needs, m.audience_teams FROM webhook_deliveries d
              JOIN webhook_messages m ON m.tenant_id = d.tenant_id AND m.id = d.message_id
            """;
    private static final String PAGE = TOLD + """
             WHERE d.tenant_id = :tenant AND d.webhook_id = :webhook AND (:status::text IS NULL OR d.status = :status)
               AND (:after::uuid IS NULL OR d.id < :after)
             ORDER BY d.id DESC LIMIT :limit
            """;

    private static final String FIND = TOLD + """
             WHERE d.tenant_id = :tenant AND d.id = :id
            """;

    record Replayable(UUID message, String type) {}

    /// A delivery, and who may see what it tells of.
    record Told(Delivery delivery, Audience audience) {}

    private final JdbcClient jdbc;

    DeliveryRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void keep(UUID tenant, Message message, Instant now) {
        jdbc.sql(KEEP)
                .param("tenant", tenant)
                .param("id", message.id())
                .param("type", message.type())
                .param("body", message.body())
                .param("permission", message.audience().permission())
                .param("users", message.audience().users().toArray(UUID[]::new))
                .param("needs", Row.array(message.audience().needs()))
                .param("teams", message.audience().teams().toArray(UUID[]::new))
                .param("traceparent", message.traceparent())
                .param("now", Row.at(now))
                .update();
    }

    /// One event for each of the endpoints.
    void queueAll(UUID tenant, List<WebhookId> webhooks, UUID message, String type, Instant now) {
        queue(
                tenant,
                webhooks,
                Collections.nCopies(webhooks.size(), new Replayable(message, type)),
                Trigger.EVENT,
                now);
    }

    /// Messages that the endpoint was sent before, in this order; the new deliveries' ids.
    List<DeliveryId> queue(UUID tenant, WebhookId webhook, List<Replayable> messages, Trigger trigger, Instant now) {
        return queue(tenant, Collections.nCopies(messages.size(), webhook), messages, trigger, now);
    }

    private List<DeliveryId> queue(
            UUID tenant, List<WebhookId> webhooks, List<Replayable> messages, Trigger trigger, Instant now) {
        var ids = messages.stream().map(_ -> new DeliveryId(Uuid7.next())).toList();
        jdbc.sql(QUEUE)
                .param("tenant", tenant)
                .param("ids", ids.stream().map(DeliveryId::value).toArray(UUID[]::new))
                .param("webhooks", webhooks.stream().map(WebhookId::value).toArray(UUID[]::new))
                .param("messages", messages.stream().map(Replayable::message).toArray(UUID[]::new))
                .param("types", messages.stream().map(Replayable::type).toArray(String[]::new))
                .param("trigger", Row.wire(trigger))
                .param("now", Row.at(now))
                .update();
        return ids;
    }

    /// What the endpoint may see of what it was sent since then.
    /// @param teams that the last editor is in
    List<Replayable> replayable(Webhook webhook, Set<UUID> teams, Instant since, boolean failedOnly, int limit) {
        return jdbc.sql(REPLAYABLE)
                .param("tenant", webhook.tenantId().value())
                .param("webhook", webhook.id().value())
                .param("permissions", Row.array(webhook.permissions()))
                .param("saver", webhook.saver().value())
                .param("teams", teams.toArray(UUID[]::new))
                .param("since", Row.at(since))
                .param("failedOnly", failedOnly)
                .param("limit", limit)
                .query(Row.as(row -> new Replayable(row.uuid("message_id"), row.text("event_type"))))
                .list();
    }

    Optional<Told> find(TenantId tenant, DeliveryId id) {
        return jdbc.sql(FIND)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(DeliveryRepository::told))
                .optional();
    }

    /// Newest first.
    List<Told> page(TenantId tenant, WebhookId webhook, @Nullable Status status, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("webhook", webhook.value())
                .param("status", status == null ? null : Row.wire(status))
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(DeliveryRepository::told))
                .list();
    }

    private static Told told(Row row) throws SQLException {
        return new Told(delivery(row), Message.audience(row));
    }

    private static Delivery delivery(Row row) throws SQLException {
        var finished = row.instantOrNull("finished_at");
        return new Delivery(
                row.id("id", DeliveryId::new),
                row.id("webhook_id", WebhookId::new),
                row.uuid("message_id"),
                row.text("event_type"),
                row.constant("trigger", Trigger.class),
                new Progress(
                        row.constant("status", Status.class),
                        row.integer("attempts"),
                        finished == null ? row.instant("due_at") : null),
                new Answer(
                        row.integerOrNull("response_status"),
                        row.textOrNull("response_body"),
                        row.textOrNull("error"),
                        row.integerOrNull("duration_ms")),
                row.instant("created_at"),
                finished);
    }
}
