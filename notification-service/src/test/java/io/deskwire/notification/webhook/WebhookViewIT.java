package io.deskwire.notification.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.notification.Events;
import io.deskwire.testsupport.Api;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// An endpoint gets what its last editor may see: when an event is queued, sent, tried again and replayed.
class WebhookViewIT extends WebhookFixture {
    private static final String[] ALL = {"webhooks.manage", "tickets.read", "comments.internal", "jobs.read"};
    private static final Map<String, ?> EVER = Map.of("since", "2020-01-01T00:00:00Z");

    final UUID owner = UUID.randomUUID();

    /// The reproduction of the issue: an admin makes the endpoint, a key with `webhooks.manage` alone takes it over.
    @Test
    void givesAKeyThatMayNotReadTicketsNothingOfThem() {
        receiver.on("/admins", (exchange, _) -> {
            var echo = "got the ticket".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, echo.length);
            exchange.getResponseBody().write(echo);
        });
        admin = api(events.tenant(), ALL);
        var hook = endpoint("/admins", "*");
        var ticket = UUID.randomUUID();
        events.ticketCreated(ticket);
        events.commented(ticket, "internal", "user:" + UUID.randomUUID());
        awaitRequests(hook, 2);
        var delivery = awaitDelivery(hook, "delivered");
        assertThat(delivery.get("response_body").asString()).isEqualTo("got the ticket");

        var key = api(events.tenant(), "webhooks.manage");
        var logged = key.get(hook.api() + "/deliveries").expect(200).json().at("/data/0");
        assertThat(logged.get("response_body").isNull()).isTrue();
        assertThat(logged.get("status").asString()).isEqualTo("delivered");

        key.patch(hook.api(), Map.of("url", receiver.url("/keys"))).expect(200);
        assertThat(key.post(hook.api() + "/replay", EVER)
                        .expect(200)
                        .json()
                        .get("queued")
                        .asInt())
                .isZero();
        key.post("/api/v1/webhook-deliveries/" + delivery.get("id").asString() + "/replay", "{}")
                .problem(403, "event-not-visible");
        events.ticketCreated(UUID.randomUUID());
        events.commented(ticket, "internal", "user:" + UUID.randomUUID());
        assertThat(key.post(hook.api() + "/test", "{}").expect(200).text("/trigger"))
                .isEqualTo("test");
        await().until(() -> !receiver.at("/keys").isEmpty());
        passed();
        assertThat(receiver.at("/keys"))
                .singleElement()
                .satisfies(request -> assertThat(request.body()).contains("webhook.test"));

        // Saved by somebody who may, it gets what it missed.
        admin.patch(hook.api(), Map.of("url", receiver.url("/again"))).expect(200);
        assertThat(admin.post(hook.api() + "/replay", EVER)
                        .expect(200)
                        .json()
                        .get("queued")
                        .asInt())
                .isEqualTo(2);
        await().until(() -> receiver.at("/again").size() == 2);
    }

    @Test
    void keepsBackWhatIsPendingWhenSomebodySavesTheEndpointWhoMayNotReadIt() {
        receiver.answers("/busy", "1", 429);
        var hook = endpoint("/busy", "ticket.created");
        var event = events.ticketCreated(UUID.randomUUID());
        awaitRequests(hook, 1);

        api(events.tenant(), "webhooks.manage")
                .patch(hook.api(), Map.of("url", receiver.url("/elsewhere-now")))
                .expect(200);
        var kept = awaitDelivery(hook, "failed");
        assertThat(kept.get("message_id").asString()).isEqualTo(event.toString());
        assertThat(kept.get("error").asString()).startsWith("not sent: ");
        assertThat(receiver.at("/elsewhere-now")).isEmpty();
        assertThat(admin.get(hook.api()).json().get("failures").asInt()).isZero();
    }

    @Test
    void narrowsWithItsOwner() {
        events.people().member("member.created", owner, "va", null, 1);
        events.people().role("va", 1, "tickets.read", "webhooks.manage");
        admin = as(owner, "webhooks.manage", "tickets.read");
        var hook = endpoint("/narrow", "ticket.created");
        events.ticketCreated(UUID.randomUUID());
        awaitRequests(hook, 1);

        events.people().role("va", 2, "webhooks.manage");
        await().untilAsserted(() -> {
            events.ticketCreated(UUID.randomUUID());
            assertThat(deliveries(hook).findValuesAsString("status")).contains("failed");
        });
        await().until(() -> deliveries(hook).findValuesAsString("status").stream()
                .noneMatch(status -> status.equals("pending") || status.equals("delivering")));
        var before = receiver.at("/narrow").size();
        assertThat(awaitDelivery(hook, "failed").get("error").asString()).startsWith("not sent: ");
        assertThat(admin.get(hook.api()).text("/status")).isEqualTo("active");

        // Given back, what was kept back can be replayed.
        events.people().role("va", 3, "tickets.read", "webhooks.manage");
        await().untilAsserted(() -> {
            admin.post(hook.api() + "/replay", Map.of("since", "2020-01-01T00:00:00Z", "failed_only", true))
                    .expect(200);
            assertThat(receiver.at("/narrow")).hasSizeGreaterThan(before);
        });
    }

    @Test
    void stopsWhenItsOwnerLeavesAndLosesNothing() {
        events.people().member("member.created", owner, "admin", null, 1);
        admin = as(owner, ALL);
        var hook = endpoint("/orphan", "ticket.created");
        events.ticketCreated(UUID.randomUUID());
        awaitRequests(hook, 1);

        events.people().member("member.deleted", owner, "admin", null, 2);
        admin = api(events.tenant(), ALL);
        awaitStopped(hook);
        var missed = events.ticketCreated(UUID.randomUUID());
        assertThat(awaitDelivery(hook, "pending").get("message_id").asString()).isEqualTo(missed.toString());
        assertThat(receiver.at("/orphan")).hasSize(1);

        var saved = admin.patch(hook.api(), Map.of("status", "active")).expect(200);
        assertThat(saved.json().get("disabled_reason").isNull()).isTrue();
        assertThat(saved.text("/updated_by")).isNotEqualTo(owner.toString());
        assertThat(awaitRequests(hook, 2).getLast().header("Webhook-id")).isEqualTo(missed.toString());
    }

    @Test
    void stopsQueueingWhereAnAdminDisablesIt() {
        events.people().member("member.created", owner, "admin", null, 1);
        admin = as(owner, ALL);
        var hook = endpoint("/stopped", "ticket.created");
        events.people().member("member.deleted", owner, "admin", null, 2);
        admin = api(events.tenant(), ALL);
        awaitStopped(hook);

        var stopped = admin.patch(hook.api(), Map.of("status", "disabled")).expect(200);
        assertThat(stopped.text("/disabled_reason")).isEqualTo("by_admin");
        events.ticketCreated(UUID.randomUUID());
        passed();
        assertThat(deliveries(hook)).isEmpty();

        admin.patch(hook.api(), Map.of("status", "active")).expect(200);
        events.ticketCreated(UUID.randomUUID());
        assertThat(awaitRequests(hook, 1)).hasSize(1);
    }

    @Test
    void stopsWhenTheServiceUserThatOwnsItIsSuspended() {
        events.people().serviceUser("service_user.created", owner, "active", 1, ALL);
        admin = as(owner, ALL);
        var hook = endpoint("/machine", "ticket.created");
        events.ticketCreated(UUID.randomUUID());
        awaitRequests(hook, 1);

        events.people().serviceUser("service_user.updated", owner, "suspended", 2, ALL);
        admin = api(events.tenant(), ALL);
        awaitStopped(hook);
    }

    @Test
    void goesOnWhereItsOwnerLeftBeforeSavingIt() {
        var left = Events.now();
        admin = as(owner, ALL);
        var hook = endpoint("/back", "ticket.created");
        events.at(left.minusSeconds(60)).people().member("member.deleted", owner, "admin", null, 2);
        events.ticketCreated(UUID.randomUUID());
        awaitRequests(hook, 1);
        passed();
        assertThat(admin.get(hook.api()).text("/status")).isEqualTo("active");
    }

    private void awaitStopped(Endpoint hook) {
        await().untilAsserted(() ->
                assertThat(admin.get(hook.api()).text("/disabled_reason")).isEqualTo("owner_left"));
        assertThat(admin.get(hook.api()).text("/status")).isEqualTo("disabled");
    }

    /// Once an endpoint made later has its event, everything sent before has been decided.
    private void passed() {
        var before = admin;
        admin = api(events.tenant(), ALL);
        var other = endpoint("/passed", "ticket.created");
        events.ticketCreated(UUID.randomUUID());
        awaitRequests(other, 1);
        admin = before;
    }

    private Api as(UUID user, String... permissions) {
        return Api.at("http://127.0.0.1:" + port)
                .as(tokens.member(
                        events.tenant(), user, "admin", List.of(permissions).toArray(String[]::new)));
    }
}
