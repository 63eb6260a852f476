package io.deskwire.notification.webhook.delivery;

import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.directory.Directory;
import io.deskwire.directory.Directory.Bearer;
import io.deskwire.notification.webhook.delivery.Delivery.Trigger;
import io.deskwire.notification.webhook.delivery.DeliveryRepository.Replayable;
import io.deskwire.notification.webhook.delivery.DeliveryRepository.Told;
import io.deskwire.notification.webhook.endpoint.Webhook;
import io.deskwire.notification.webhook.endpoint.Webhook.Status;
import io.deskwire.notification.webhook.endpoint.WebhookId;
import io.deskwire.notification.webhook.endpoint.WebhookService;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
    private final Directory directory;
    private final Dispatcher dispatcher;
    private final JsonMapper json;
    private final Clock clock;

    DeliveryService(
            WebhookService webhooks,
            DeliveryRepository deliveries,
            Directory directory,
            Dispatcher dispatcher,
            JsonMapper json,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.directory = directory;
        this.dispatcher = dispatcher;
        this.json = json;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Page<Delivery> list(Caller caller, WebhookId webhook, Delivery.@Nullable Status status, PageRequest page) {
        var tenant = webhooks.get(caller, webhook).tenantId();
        var shown = deliveries.page(tenant, webhook, status, page).stream()
                .map(told -> shown(caller, told))
                .toList();
        return page.page(shown, delivery -> Cursor.of(delivery.id().value()));
    }

    @Transactional
    public Delivery test(Caller caller, WebhookId webhook) {
        var endpoint = active(webhooks.get(caller, webhook));
        var now = clock.instant();
        var message = Uuid7.next();
        var data = json.createObjectNode().put("webhook_id", webhook.toString());
        var tenant = endpoint.tenantId();
        var body = Message.body(json, TEST_TYPE, now, data);
        var audience = Audience.of(Permission.WEBHOOKS_MANAGE);
        deliveries.keep(tenant.value(), new Message(message, TEST_TYPE, body, audience, null), now);
        return queued(caller, webhook, new Replayable(message, TEST_TYPE), Trigger.TEST, now);
    }

    /// Everything sent to the endpoint since then that it may see at present, or what failed of it; how many were
    /// queued, at most a thousand.
    @Transactional
    public int replay(Caller caller, WebhookId webhook, Instant since, boolean failedOnly) {
        var endpoint = active(webhooks.get(caller, webhook));
        var tenant = endpoint.tenantId().value();
        var teams = directory.teams(tenant, endpoint.saver().value());
        var again = deliveries.replayable(endpoint, teams, since, failedOnly, REPLAY_MAX);
        deliveries.queue(tenant, webhook, again, Trigger.REPLAY, clock.instant());
        dispatcher.wakeAfterCommit();
        return again.size();
    }

    /// One delivery once more, as a new one.
    @Transactional
    public Delivery replay(Caller caller, DeliveryId id) {
        caller.require(Permission.WEBHOOKS_MANAGE);
        var tenant = caller.requireTenant();
        var told = deliveries.find(tenant, id).orElseThrow(() -> new NotFound("webhook delivery", id));
        var before = told.delivery();
        if (before.finishedAt() == null) {
            throw new Conflict(
                    "delivery-under-way",
                    "the delivery is still being tried; replay it once it is delivered or has failed");
        }
        var endpoint = active(webhooks.get(caller, before.webhookId()));
        if (!endpoint.view().admits(told.audience(), directory)) {
            throw new Forbidden(
                    "event-not-visible",
                    "The webhook receives only what its last editor may see; that editor may not see this %s event."
                            .formatted(before.eventType()));
        }
        return queued(
                caller,
                before.webhookId(),
                new Replayable(before.messageId(), before.eventType()),
                Trigger.REPLAY,
                clock.instant());
    }

    private Delivery queued(Caller caller, WebhookId webhook, Replayable message, Trigger trigger, Instant now) {
        var tenant = caller.requireTenant();
        var id = deliveries
                .queue(tenant.value(), webhook, List.of(message), trigger, now)
                .getFirst();
        dispatcher.wakeAfterCommit();
        return shown(caller, deliveries.find(tenant, id).orElseThrow());
    }

    /// Those who manage webhooks see that something was sent, and how it went; a receiver's answer may repeat what it
    /// got, so it is shown only to those who may read the event.
    private Delivery shown(Caller caller, Told told) {
        var bearer = new Bearer(caller.requireTenant().value(), caller.subject().value());
        return directory.admits(bearer, caller.permissions(), told.audience())
                ? told.delivery()
                : told.delivery().withoutAnswer();
    }

    private static Webhook active(Webhook webhook) {
        if (webhook.status() == Status.DISABLED) {
            throw new Conflict("webhook-disabled", "the webhook is disabled; enable it first, then try again");
        }
        return webhook;
    }
}
