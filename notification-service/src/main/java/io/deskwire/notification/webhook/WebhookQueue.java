package io.deskwire.notification.webhook;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.event.EventType;
import io.deskwire.notification.webhook.Delivery.Trigger;
import java.time.Clock;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Queues an event for each endpoint that wants it and may see it.
///
/// An endpoint belongs to the tenant, not to the admin who set it up, and outlives that admin's membership. It sees
/// what the admin could see when setting it up or changing it last; events for nobody are for no endpoint either.
@Component
public class WebhookQueue {
    private final WebhookRepository webhooks;
    private final DeliveryRepository deliveries;
    private final Dispatcher dispatcher;
    private final MessageBody bodies;
    private final Clock clock;

    WebhookQueue(
            WebhookRepository webhooks,
            DeliveryRepository deliveries,
            Dispatcher dispatcher,
            JsonMapper json,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.dispatcher = dispatcher;
        this.bodies = new MessageBody(json);
        this.clock = clock;
    }

    /// Needs the system door, and the guard row in the same transaction.
    @Transactional(propagation = Propagation.MANDATORY)
    public void accept(CloudEvent event) {
        if (EventType.of(event.type()).isEmpty()) {
            return;
        }
        var receivers = webhooks.listening(event).stream()
                .filter(webhook ->
                        event.audience().admits(webhook.createdBy().value(), Set.copyOf(webhook.permissions())))
                .toList();
        if (receivers.isEmpty()) {
            return;
        }
        var now = clock.instant();
        deliveries.keep(
                event.tenant(), event.id(), event.type(), bodies.of(event.type(), event.time(), event.data()), now);
        receivers.forEach(webhook ->
                deliveries.queue(event.tenant(), webhook.id(), event.id(), event.type(), Trigger.EVENT, now));
        dispatcher.wakeAfterCommit();
    }
}
