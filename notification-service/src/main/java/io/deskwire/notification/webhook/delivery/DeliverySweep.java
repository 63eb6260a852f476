package io.deskwire.notification.webhook.delivery;

import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Lets go of what nobody looks up any more. Every node may run it at any time.
@Component
class DeliverySweep {
    private final QueueRepository queue;
    private final SystemAccess system;
    private final DeliveryProperties properties;
    private final Clock clock;

    DeliverySweep(QueueRepository queue, SystemAccess system, DeliveryProperties properties, Clock clock) {
        this.queue = queue;
        this.system = system;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT1H")
    void sweep() {
        var now = clock.instant();
        system.run("webhook-sweep", () -> queue.sweep(now.minus(properties.kept()), now));
    }
}
