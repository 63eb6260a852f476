package io.deskwire.notification.webhook;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.notification.webhook.Delivery.Status;
import io.deskwire.notification.webhook.Delivery.Trigger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Messages and their deliveries, as requests and events put them in and look them up.
@Repository
class DeliveryRepository {
    private static final String KEEP = """
            INSERT INTO webhook_messages (tenant_id, id, type, body, created_at) VALUES (:tenant, :id, :type, :body, :now)
            ON CONFLICT DO NOTHING
            """;
    private static final String QUEUE = """
            INSERT INTO webhook_deliveries (tenant_id, id, webhook_id, message_id, event_type, trigger, status, attempts, due_at,
                                            created_at)
            VALUES (:tenant, :id, :webhook, :message, :type, :trigger, 'pending', 0, :now, :now)
            ON CONFLICT DO NOTHING
            """;
    /// Of several deliveries of a message the last one speaks for it.
    private static final String REPLAYABLE = """
            SELECT message_id, event_type FROM (
                SELECT DISTINCT ON (message_id) message_id, event_type, status, created_at FROM webhook_deliveries
                 WHERE tenant_id = :tenant AND webhook_id = :webhook AND created_at >= :since AND trigger <> 'test'
                 ORDER BY message_id, seq DESC) last
             WHERE status IN ('delivered', 'failed') AND (NOT :failedOnly OR status = 'failed')
             ORDER BY message_id LIMIT :limit
            """;
    private static final String PAGE = """
            SELECT * FROM webhook_deliveries
             WHERE tenant_id = :tenant AND webhook_id = :webhook AND (:status::text IS NULL OR status = :status)
               AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;

    record Replayable(UUID message, String type) {}

    private final JdbcClient jdbc;

    DeliveryRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void keep(UUID tenant, UUID message, String type, String body, Instant now) {
        jdbc.sql(KEEP)
                .param("tenant", tenant)
                .param("id", message)
                .param("type", type)
                .param("body", body)
                .param("now", Row.at(now))
                .update();
    }

    /// The new delivery's id.
    UUID queue(UUID tenant, UUID webhook, UUID message, String type, Trigger trigger, Instant now) {
        var id = Uuid7.next();
        jdbc.sql(QUEUE)
                .param("tenant", tenant)
                .param("id", id)
                .param("webhook", webhook)
                .param("message", message)
                .param("type", type)
                .param("trigger", Row.wire(trigger))
                .param("now", Row.at(now))
                .update();
        return id;
    }

    List<Replayable> replayable(TenantId tenant, UUID webhook, Instant since, boolean failedOnly, int limit) {
        return jdbc.sql(REPLAYABLE)
                .param("tenant", tenant.value())
                .param("webhook", webhook)
                .param("since", Row.at(since))
                .param("failedOnly", failedOnly)
                .param("limit", limit)
                .query(Row.as(row -> new Replayable(row.uuid("message_id"), row.text("event_type"))))
                .list();
    }

    Optional<Delivery> find(TenantId tenant, UUID id) {
        return jdbc.sql("SELECT * FROM webhook_deliveries WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", tenant.value())
                .param("id", id)
                .query(Row.as(DeliveryRepository::delivery))
                .optional();
    }

    /// Newest first.
    List<Delivery> page(TenantId tenant, UUID webhook, @Nullable Status status, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("webhook", webhook)
                .param("status", status == null ? null : Row.wire(status))
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(DeliveryRepository::delivery))
                .list();
    }

    private static Delivery delivery(Row row) throws SQLException {
        var finished = row.instantOrNull("finished_at");
        return new Delivery(
                row.uuid("id"),
                row.uuid("webhook_id"),
                row.uuid("message_id"),
                row.text("event_type"),
                row.constant("trigger", Trigger.class),
                row.constant("status", Status.class),
                row.integer("attempts"),
                finished == null ? row.instant("due_at") : null,
                row.integerOrNull("response_status"),
                row.textOrNull("response_body"),
                row.textOrNull("error"),
                row.integerOrNull("duration_ms"),
                row.instant("created_at"),
                finished);
    }
}
