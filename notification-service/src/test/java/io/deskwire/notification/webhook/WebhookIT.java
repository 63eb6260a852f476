package io.deskwire.notification.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Endpoints: what they may be, their secrets, and who sees them.
class WebhookIT extends WebhookFixture {
    @Test
    void signsWithBothSecretsWhileARotationOverlaps() {
        var hook = endpoint("/rotating", "ticket.created");
        var rotated = admin.post(hook.api() + "/rotate-secret", Map.of("overlap_seconds", 3600))
                .expect(200)
                .text("/webhook/secret");
        assertThat(rotated).startsWith("whsec_").isNotEqualTo(hook.secret());
        events.ticketCreated(UUID.randomUUID());

        var request = awaitRequests(hook, 1).getFirst();
        assertThat(request.header("Webhook-signature").split(" ")).hasSize(2);
        verify(hook.secret(), request);
        verify(rotated, request);

        var last = admin.post(hook.api() + "/rotate-secret", Map.of("overlap_seconds", 0))
                .text("/webhook/secret");
        events.ticketCreated(UUID.randomUUID());
        var after = awaitRequests(hook, 2).getLast();
        assertThat(after.header("Webhook-signature").split(" ")).hasSize(1);
        verify(last, after);
    }

    @Test
    void sendsATestOnRequest() {
        var hook = endpoint("/tested", "ticket.created");

        assertThat(admin.post(hook.api() + "/test", "{}").expect(200).text("/trigger"))
                .isEqualTo("test");

        var request = awaitRequests(hook, 1).getFirst();
        verify(hook.secret(), request);
        assertThat(request.body()).contains("webhook.test");
    }

    @Test
    void refusesTargetsInsideAndEndpointsThatMakeNoSense() {
        for (var host : List.of("10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]")) {
            admin.post("/api/v1/webhooks", Map.of("url", "http://" + host + "/", "event_types", List.of("*")))
                    .problem(422, "webhook-target-forbidden");
        }
        for (var url :
                List.of("", "ftp://example.com", "example.com", "http://", "http://u:p@example.com", "http://e#f")) {
            var errors = admin.post("/api/v1/webhooks", Map.of("url", url, "event_types", List.of("no.such")))
                    .problem(400, "malformed")
                    .get("errors");
            assertThat(errors.findValuesAsString("field")).as(url).contains("url", "event_types");
        }
        for (var undelivered :
                List.of("access.revoked", "tenant.erased", "system_access.used", "notification.created")) {
            var body = Map.of("url", "https://example.com", "event_types", List.of(undelivered));
            assertThat(admin.post("/api/v1/webhooks", body)
                            .problem(400, "malformed")
                            .get("errors")
                            .findValuesAsString("field"))
                    .as(undelivered)
                    .containsExactly("event_types");
        }
        api(events.tenant(), "tickets.read")
                .post("/api/v1/webhooks", Map.of("url", "https://example.com", "event_types", List.of("*")))
                .problem(403, "forbidden");
    }

    @Test
    void showsTheSecretOnceAndGuardsChangesByVersion() {
        var hook = endpoint("/kept", "ticket.created");
        var got = admin.get(hook.api()).expect(200);
        assertThat(got.json().has("secret")).isFalse();
        assertThat(admin.get("/api/v1/webhooks").json().at("/data/0").has("secret"))
                .isFalse();
        var patched = admin.with("If-Match", got.header("ETag"))
                .patch(hook.api(), Map.of("status", "disabled", "event_types", List.of("*")))
                .expect(200);
        assertThat(patched.text("/disabled_reason")).isEqualTo("by_admin");
        admin.with("If-Match", got.header("ETag"))
                .patch(hook.api(), Map.of("description", "x"))
                .problem(412, "stale");
        assertThat(admin.patch(hook.api(), Map.of("nonsense", 1))
                        .problem(400, "malformed")
                        .toString())
                .contains("nonsense");
        admin.delete(hook.api()).expect(204);
        admin.get(hook.api()).problem(404, "not-found");
    }

    @Test
    void hidesEverythingFromAnotherTenant() {
        var hook = endpoint("/mine", "ticket.created");
        events.ticketCreated(UUID.randomUUID());
        var delivery = awaitDelivery(hook, "delivered").get("id").asString();
        var foreign = api(UUID.randomUUID());

        foreign.get(hook.api()).problem(404, "not-found");
        foreign.patch(hook.api(), Map.of("status", "disabled")).problem(404, "not-found");
        foreign.delete(hook.api()).problem(404, "not-found");
        foreign.get(hook.api() + "/deliveries").problem(404, "not-found");
        foreign.post(hook.api() + "/rotate-secret", "{}").problem(404, "not-found");
        foreign.post(hook.api() + "/test", "{}").problem(404, "not-found");
        foreign.post(hook.api() + "/replay", Map.of("since", "2020-01-01T00:00:00Z"))
                .problem(404, "not-found");
        foreign.post("/api/v1/webhook-deliveries/" + delivery + "/replay", "{}").problem(404, "not-found");
        assertThat(foreign.get("/api/v1/webhooks").json().get("data")).isEmpty();
        assertThat(admin.get(hook.api()).expect(200).json().get("version").asInt())
                .isOne();
    }
}
