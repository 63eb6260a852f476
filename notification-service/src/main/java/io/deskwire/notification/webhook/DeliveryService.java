package io.deskwire.notification.webhook;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Permission;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.notification.webhook.Delivery.Trigger;
import io.deskwire.notification.webhook.Webhook.Status;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The door to deliveries: looking them up, and queueing some by hand.
///
/// What is queued by hand keeps its `webhook-id`, is signed with the present secret, gets one attempt and does
/// not count against the endpoint.
@Service
public class DeliveryService {
    static final String TEST_TYPE = "webhook.test";
    private static final int REPLAY_MAX = 1_000;

    private final WebhookService webhooks;
    private final DeliveryRepository deliveries;
    private final Dispatcher dispatcher;
    private final JsonMapper json;
    private final Clock clock;

    DeliveryService(
            WebhookService webhooks,
            DeliveryRepository deliveries,
            Dispatcher dispatcher,
            JsonMapper json,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.dispatcher = dispatcher;
        this.json = json;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Page<Delivery> list(Caller caller, UUID webhook, Delivery.@Nullable Status status, PageRequest page) {
        var tenant = webhooks.get(caller, webhook).tenantId();
        return page.page(deliveries.page(tenant, webhook, status, page), delivery -> Cursor.of(delivery.id()));
    }

    @Transactional
    public Delivery test(Caller caller, UUID webhook) {
        var endpoint = active(webhooks.get(caller, webhook));
        var now = clock.instant();
        var message = Uuid7.next();
        var data = json.createObjectNode().put("webhook_id", webhook.toString());
        var tenant = endpoint.tenantId();
        deliveries.keep(tenant.value(), message, TEST_TYPE, new MessageBody(json).of(TEST_TYPE, now, data), now);
        return queued(tenant, webhook, message, TEST_TYPE, Trigger.TEST, now);
    }

    /// Everything sent to the endpoint since then, or what failed of it; how many were queued, at most a thousand.
    @Transactional
    public int replay(Caller caller, UUID webhook, Instant since, boolean failedOnly) {
        var tenant = active(webhooks.get(caller, webhook)).tenantId();
        var again = deliveries.replayable(tenant, webhook, since, failedOnly, REPLAY_MAX);
        var now = clock.instant();
        again.forEach(delivery ->
                deliveries.queue(tenant.value(), webhook, delivery.message(), delivery.type(), Trigger.REPLAY, now));
        dispatcher.wakeAfterCommit();
        return again.size();
    }

    /// One delivery once more, as a new one.
    @Transactional
    public Delivery replay(Caller caller, UUID id) {
        caller.require(Permission.WEBHOOKS_MANAGE);
        var tenant = caller.requireTenant();
        var before = deliveries.find(tenant, id).orElseThrow(() -> new NotFound("webhook delivery", id));
        if (before.finishedAt() == null) {
            throw new Conflict("delivery-under-way", "the delivery is still being tried");
        }
        active(webhooks.get(caller, before.webhookId()));
        return queued(
                tenant, before.webhookId(), before.messageId(), before.eventType(), Trigger.REPLAY, clock.instant());
    }

    private Delivery queued(TenantId tenant, UUID webhook, UUID message, String type, Trigger trigger, Instant now) {
        var id = deliveries.queue(tenant.value(), webhook, message, type, trigger, now);
        dispatcher.wakeAfterCommit();
        return deliveries.find(tenant, id).orElseThrow();
    }

    private static Webhook active(Webhook webhook) {
        if (webhook.status() == Status.DISABLED) {
            throw new Conflict("webhook-disabled", "the webhook is disabled; enable it first");
        }
        return webhook;
    }
}
