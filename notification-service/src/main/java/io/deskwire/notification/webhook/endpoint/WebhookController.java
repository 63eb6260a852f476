package io.deskwire.notification.webhook.endpoint;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.notification.webhook.endpoint.WebhookService.WithSecret;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/webhooks")
class WebhookController {
    private static final int OVERLAP_MAX = (int) Duration.ofDays(7).toSeconds();

    private final WebhookService webhooks;
    private final JsonMapper json;

    WebhookController(WebhookService webhooks, JsonMapper json) {
        this.webhooks = webhooks;
        this.json = json;
    }

    record RotateRequest(@Nullable Integer overlapSeconds) {
        @Nullable
        Duration overlap() {
            var check = new FieldCheck();
            var seconds = check.range("overlap_seconds", overlapSeconds, 0, OVERLAP_MAX, 0);
            check.done();
            return overlapSeconds == null ? null : Duration.ofSeconds(seconds);
        }
    }

    /// `{"webhook": {…, "secret": "whsec_…"}}`
    record SecretResponse(ObjectNode webhook) {}

    @PostMapping
    ResponseEntity<SecretResponse> create(Caller caller, @RequestBody WebhookRequest request) {
        var created = webhooks.create(caller, request.draft());
        return withSecret(
                ResponseEntity.created(
                        URI.create("/api/v1/webhooks/" + created.webhook().id())),
                created);
    }

    @GetMapping
    Page<Webhook> list(Caller caller, PageRequest page) {
        return webhooks.list(caller, page);
    }

    @GetMapping("/{id}")
    ResponseEntity<Webhook> get(Caller caller, @PathVariable UUID id) {
        return answer(webhooks.get(caller, new WebhookId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<Webhook> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        return answer(
                webhooks.update(caller, new WebhookId(id), current -> WebhookRequest.patched(current, body), ifMatch));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        webhooks.delete(caller, new WebhookId(id), ifMatch);
    }

    @PostMapping("/{id}/rotate-secret")
    ResponseEntity<SecretResponse> rotate(
            Caller caller, @PathVariable UUID id, @RequestBody(required = false) @Nullable RotateRequest request) {
        return withSecret(
                ResponseEntity.ok(),
                webhooks.rotate(caller, new WebhookId(id), request == null ? null : request.overlap()));
    }

    private static ResponseEntity<Webhook> answer(Webhook webhook) {
        return Revision.ok(webhook, webhook.version());
    }

    private ResponseEntity<SecretResponse> withSecret(ResponseEntity.BodyBuilder answer, WithSecret shown) {
        ObjectNode webhook = json.valueToTree(shown.webhook());
        webhook.put("secret", shown.secret().text());
        return answer.eTag(new Revision(shown.webhook().version()).etag())
                .cacheControl(CacheControl.noStore())
                .body(new SecretResponse(webhook));
    }
}
