package io.deskwire.notification.webhook.delivery;

import io.deskwire.common.sql.Row;
import io.deskwire.common.webhook.WebhookSecret;
import io.deskwire.notification.webhook.delivery.Delivery.Trigger;
import io.deskwire.notification.webhook.endpoint.View;
import io.deskwire.notification.webhook.endpoint.WebhookId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The queue as the dispatcher works on it, for all tenants. Behind the system door only.
///
/// A claimed delivery belongs to the holder of its lease token until `due_at`; then anybody may claim it again.
@Repository
class QueueRepository {
    /// Locks endpoints, so that counting what is under way and claiming more is one step, however many claim. The lock
    /// does not stand in the way of consumers, whose new deliveries only need the endpoint's key to stay.
    private static final String ENDPOINTS = """
            SELECT w.id FROM webhooks w
             WHERE w.status = 'active' AND (w.paused_until IS NULL OR w.paused_until <= :now)
               AND EXISTS (SELECT FROM webhook_deliveries d
                            WHERE d.webhook_id = w.id AND d.status IN ('pending', 'delivering') AND d.due_at <= :now)
               AND (SELECT count(*) FROM webhook_deliveries f
                     WHERE f.webhook_id = w.id AND f.status = 'delivering' AND f.due_at > :now)
                   < CASE WHEN w.ordered OR w.failures >= :pauseAfter THEN 1 ELSE :cap END
             ORDER BY random() LIMIT :limit
               FOR NO KEY UPDATE SKIP LOCKED
            """;
    private static final String CLAIM = """
            WITH endpoint AS (
                SELECT w.*, (SELECT count(*) FROM webhook_deliveries f
                              WHERE f.webhook_id = w.id AND f.status = 'delivering' AND f.due_at > :now) AS flying,
                       CASE WHEN w.ordered OR w.failures >= :pauseAfter THEN 1 ELSE :cap END AS most
                  FROM webhooks w WHERE w.id = ANY(:endpoints)
            ), picked AS (
                SELECT e.tenant_id, d.id FROM endpoint e CROSS JOIN LATERAL (
                    SELECT x.id FROM webhook_deliveries x
                     WHERE x.webhook_id = e.id AND x.status IN ('pending', 'delivering') AND x.due_at <= :now
                     ORDER BY x.due_at LIMIT greatest(e.most - e.flying, 0)) d
                 WHERE NOT e.ordered
                UNION ALL
                SELECT e.tenant_id, d.id FROM endpoint e CROSS JOIN LATERAL (
                    SELECT x.id, x.due_at FROM webhook_deliveries x
                     WHERE x.webhook_id = e.id AND x.status IN ('pending', 'delivering')
                     ORDER BY x.seq LIMIT 1) d
                 WHERE e.ordered AND e.flying = 0 AND d.due_at <= :now
            ), claimed AS (
                UPDATE webhook_deliveries d
                   SET status = 'delivering', attempts = attempts + 1, due_at = :leaseEnd, lease_token = :token
                  FROM picked p WHERE d.tenant_id = p.tenant_id AND d.id = p.id
                RETURNING d.tenant_id, d.id, d.webhook_id, d.message_id, d.trigger, d.attempts, d.seq
            )
            SELECT c.*, m.type, m.body, m.audience_permission, m.audience_users, m.audience_needs, m.audience_teams, m.traceparent, e.url,
                   e.permissions, e.updated_by, e.saved_at, e.secret,
                   CASE WHEN e.previous_secret_until > :now THEN e.previous_secret END AS previous_secret
              FROM claimed c JOIN endpoint e ON e.id = c.webhook_id
              JOIN webhook_messages m ON m.tenant_id = c.tenant_id AND m.id = c.message_id
             ORDER BY c.seq
            """;
    private static final String SETTLE = """
            UPDATE webhook_deliveries
               SET status = :status, due_at = :due, lease_token = NULL, response_status = :responseStatus,
                   response_body = :responseBody, error = :error, duration_ms = :took, finished_at = :finished
             WHERE tenant_id = :tenant AND id = :id AND status = 'delivering' AND lease_token = :token
            """;
    private static final String RECOVERED = """
            UPDATE webhooks SET failures = 0, failing_since = NULL, paused_until = NULL
             WHERE tenant_id = :tenant AND id = :webhook AND failures > 0
            """;
    private static final String FAILED = """
            UPDATE webhooks SET failures = failures + 1, failing_since = coalesce(failing_since, :now)
             WHERE tenant_id = :tenant AND id = :webhook
            RETURNING failures, failing_since
            """;
    private static final String PAUSE = """
            UPDATE webhooks SET paused_until = :until WHERE tenant_id = :tenant AND id = :webhook
            """;
    private static final String DISABLE = """
            UPDATE webhooks
               SET status = 'disabled', disabled_reason = :reason, version = version + 1, updated_at = :now
             WHERE tenant_id = :tenant AND id = :webhook AND status = 'active'
            """;
    private static final String ORPHAN = """
            UPDATE webhooks
               SET status = 'disabled', disabled_reason = 'owner_left', version = version + 1, updated_at = :now
             WHERE tenant_id = :tenant AND id = :webhook AND status = 'active' AND updated_by = :saver AND saved_at = :saved
            """;
    private static final String RELEASE = """
            UPDATE webhook_deliveries
               SET status = 'pending', attempts = attempts - 1, due_at = :now, lease_token = NULL
             WHERE tenant_id = :tenant AND id = :id AND status = 'delivering' AND lease_token = :token
            """;
    /// What waits for an endpoint that nobody enables again.
    private static final String GIVE_UP = """
            UPDATE webhook_deliveries d
               SET status = 'failed', error = 'not sent: the webhook was disabled all the time', finished_at = :now
              FROM webhooks w
             WHERE w.tenant_id = d.tenant_id AND w.id = d.webhook_id AND w.status = 'disabled'
               AND d.status = 'pending' AND d.created_at < :before
            """;
    private static final String SWEEP_DELIVERIES = """
            DELETE FROM webhook_deliveries WHERE finished_at < :before
            """;
    private static final String SWEEP_MESSAGES = """
            DELETE FROM webhook_messages m
             WHERE m.created_at < :before
               AND NOT EXISTS (SELECT FROM webhook_deliveries d WHERE d.tenant_id = m.tenant_id AND d.message_id = m.id)
            """;

    /// A delivery in the claimant's hands, with all that the call needs.
    record Claim(
            UUID tenant,
            DeliveryId delivery,
            WebhookId webhook,
            Message message,
            Trigger trigger,
            int attempt,
            UUID token,
            Target target) {
        View view() {
            return target.view();
        }
    }

    /// Where the call goes.
    ///
    /// @param secrets each signs; the present one first
    record Target(String url, View view, List<WebhookSecret> secrets) {}

    record Streak(int failures, Instant since) {}

    private final JdbcClient jdbc;
    private final DeliveryProperties properties;

    QueueRepository(JdbcClient jdbc, DeliveryProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    /// @param lease how long nobody else claims them
    List<Claim> claim(Instant now, Duration lease, UUID token, int endpointLimit) {
        var endpoints = jdbc.sql(ENDPOINTS)
                .param("now", Row.at(now))
                .param("pauseAfter", properties.pauseAfter())
                .param("cap", properties.inFlight())
                .param("limit", endpointLimit)
                .query(UUID.class)
                .list();
        if (endpoints.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(CLAIM)
                .param("endpoints", endpoints.toArray(UUID[]::new))
                .param("now", Row.at(now))
                .param("pauseAfter", properties.pauseAfter())
                .param("cap", properties.inFlight())
                .param("leaseEnd", Row.at(now.plus(lease)))
                .param("token", token)
                .query(Row.as(row -> claim(row, token)))
                .list();
    }

    /// Records how it ended; false where the lease was lost and somebody else's word counts.
    boolean settle(Claim claim, Delivery.Status status, Instant due, Outcome outcome, @Nullable Instant finished) {
        var answered = outcome instanceof Outcome.Answered answer ? answer : null;
        var error = switch (outcome) {
            case Outcome.Answered _ -> null;
            case Outcome.Unanswered nothing -> nothing.reason();
            case Outcome.Withheld withheld -> withheld.reason();
        };
        return jdbc.sql(SETTLE)
                        .param("tenant", claim.tenant())
                        .param("id", claim.delivery().value())
                        .param("token", claim.token())
                        .param("status", Row.wire(status))
                        .param("due", Row.at(due))
                        .param("responseStatus", answered == null ? null : answered.status())
                        .param("responseBody", answered == null ? null : answered.body())
                        .param("error", error)
                        .param("took", (int) outcome.took().toMillis())
                        .param("finished", Row.at(finished))
                        .update()
                == 1;
    }

    void recovered(Claim claim) {
        jdbc.sql(RECOVERED)
                .param("tenant", claim.tenant())
                .param("webhook", claim.webhook().value())
                .update();
    }

    /// The endpoint's failures in a row, with this one.
    Streak failed(Claim claim, Instant now) {
        return jdbc.sql(FAILED)
                .param("tenant", claim.tenant())
                .param("webhook", claim.webhook().value())
                .param("now", Row.at(now))
                .query(Row.as(row -> new Streak(row.integer("failures"), row.instant("failing_since"))))
                .optional()
                .orElse(new Streak(0, now)); // deleted meanwhile
    }

    void pause(Claim claim, Instant until) {
        jdbc.sql(PAUSE)
                .param("tenant", claim.tenant())
                .param("webhook", claim.webhook().value())
                .param("until", Row.at(until))
                .update();
    }

    void disable(Claim claim, String reason, Instant now) {
        jdbc.sql(DISABLE)
                .param("tenant", claim.tenant())
                .param("webhook", claim.webhook().value())
                .param("reason", reason)
                .param("now", Row.at(now))
                .update();
    }

    /// Stops the endpoint, whose saver has left, and puts the delivery back as it was. A save meanwhile wins.
    void orphan(Claim claim, Instant now) {
        jdbc.sql(ORPHAN)
                .param("tenant", claim.tenant())
                .param("webhook", claim.webhook().value())
                .param("saver", claim.view().saver())
                .param("saved", Row.at(claim.view().savedAt()))
                .param("now", Row.at(now))
                .update();
        jdbc.sql(RELEASE)
                .param("tenant", claim.tenant())
                .param("id", claim.delivery().value())
                .param("token", claim.token())
                .param("now", Row.at(now))
                .update();
    }

    void sweep(Instant before, Instant now) {
        jdbc.sql(GIVE_UP)
                .param("before", Row.at(before))
                .param("now", Row.at(now))
                .update();
        jdbc.sql(SWEEP_DELIVERIES).param("before", Row.at(before)).update();
        jdbc.sql(SWEEP_MESSAGES).param("before", Row.at(before)).update();
    }

    private static Claim claim(Row row, UUID token) throws SQLException {
        var secrets = new ArrayList<WebhookSecret>();
        secrets.add(new WebhookSecret(row.text("secret")));
        var previous = row.textOrNull("previous_secret");
        if (previous != null) {
            secrets.add(new WebhookSecret(previous));
        }
        return new Claim(
                row.uuid("tenant_id"),
                row.id("id", DeliveryId::new),
                row.id("webhook_id", WebhookId::new),
                new Message(
                        row.uuid("message_id"),
                        row.text("type"),
                        row.text("body"),
                        Message.audience(row),
                        row.textOrNull("traceparent")),
                row.constant("trigger", Trigger.class),
                row.integer("attempts"),
                token,
                new Target(
                        row.text("url"),
                        new View(
                                row.uuid("tenant_id"),
                                row.uuid("updated_by"),
                                Set.copyOf(row.texts("permissions")),
                                row.instant("saved_at")),
                        secrets));
    }
}
