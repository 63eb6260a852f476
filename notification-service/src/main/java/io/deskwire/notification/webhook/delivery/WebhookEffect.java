package io.deskwire.notification.webhook.delivery;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.contracts.event.EventType;
import io.deskwire.contracts.event.Topic;
import io.deskwire.directory.Directory;
import io.deskwire.directory.DirectoryFollower;
import io.deskwire.notification.webhook.endpoint.Webhook;
import io.deskwire.notification.webhook.endpoint.WebhookService;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Queues an event for each endpoint that wants it and may see it.
///
/// Here the view counts that the endpoint had when it was saved; the dispatcher asks again what is left of it, so
/// that what is kept back shows among the deliveries (ADR 0031). Events for nobody are for no endpoint either.
/// What is not queued here is lost to the endpoint, so the directory knows first what came before the event (ADR
/// 0059).
@Component
class WebhookEffect implements DirectoryFollower {
    private final WebhookService webhooks;
    private final DeliveryRepository deliveries;
    private final Dispatcher dispatcher;
    private final JsonMapper json;
    private final Clock clock;

    WebhookEffect(
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

    @Override
    public String consumer() {
        return "webhooks";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.IDENTITY, Topic.TICKETS, Topic.AUTOMATION);
    }

    /// Most tenants have no endpoint.
    @Override
    public List<CloudEvent> choose(List<CloudEvent> events) {
        var tenants = webhooks.owners(events.stream().map(CloudEvent::tenant).collect(Collectors.toSet()));
        return events.stream().filter(event -> tenants.contains(event.tenant())).toList();
    }

    @Override
    public void accept(CloudEvent event) {
        Directory.leaver(event).ifPresent(saver -> webhooks.orphan(saver, event.time()));
        if (EventType.of(event.type()).isEmpty()) {
            return;
        }
        var receivers = webhooks.listening(event);
        if (receivers.isEmpty()) {
            return;
        }
        var now = clock.instant();
        var body = Message.body(json, event.type(), event.time(), event.data());
        var message = new Message(
                event.id(), event.type(), body, event.audience(), event.origin().traceparent());
        deliveries.keep(event.tenant(), message, now);
        deliveries.queueAll(
                event.tenant(), receivers.stream().map(Webhook::id).toList(), event.id(), event.type(), now);
        dispatcher.wakeAfterCommit();
    }
}
