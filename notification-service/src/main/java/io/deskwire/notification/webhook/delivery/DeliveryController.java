package io.deskwire.notification.webhook.delivery;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.notification.webhook.endpoint.WebhookId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
class DeliveryController {
    private final DeliveryService deliveries;

    DeliveryController(DeliveryService deliveries) {
        this.deliveries = deliveries;
    }

    record ReplayRequest(@Nullable Instant since, @Nullable Boolean failedOnly) {
        Instant from() {
            var check = new FieldCheck();
            var from = check.optionalInstant("since", check.present("since", since, Instant.EPOCH));
            check.done();
            return from == null ? Instant.EPOCH : from;
        }
    }

    record ReplayResponse(int queued) {}

    @GetMapping("/webhooks/{id}/deliveries")
    Page<Delivery> list(Caller caller, @PathVariable UUID id, @RequestParam @Nullable String status, PageRequest page) {
        var check = new FieldCheck();
        var wanted = check.optionalOneOf("status", status, Delivery.Status.class);
        check.done();
        return deliveries.list(caller, new WebhookId(id), wanted, page);
    }

    @PostMapping("/webhooks/{id}/test")
    Delivery test(Caller caller, @PathVariable UUID id) {
        return deliveries.test(caller, new WebhookId(id));
    }

    @PostMapping("/webhooks/{id}/replay")
    ReplayResponse replay(Caller caller, @PathVariable UUID id, @RequestBody ReplayRequest request) {
        return new ReplayResponse(deliveries.replay(
                caller, new WebhookId(id), request.from(), Boolean.TRUE.equals(request.failedOnly())));
    }

    @PostMapping("/webhook-deliveries/{id}/replay")
    Delivery replay(Caller caller, @PathVariable UUID id) {
        return deliveries.replay(caller, new DeliveryId(id));
    }
}
