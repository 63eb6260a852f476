package io.deskwire.notification.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.contracts.event.Topic;
import io.deskwire.notification.Events;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What endpoints get, and what becomes of it where they fail.
class DeliveryIT extends WebhookFixture {
    @Test
    void deliversSignedWhatTheEndpointWants() {
        var hook = endpoint("/hook", "ticket.created");
        var ticket = UUID.randomUUID();
        events.jobFailed(UUID.randomUUID(), "QUEUED");
        var event = events.ticketCreated(ticket);

        var request = awaitRequests(hook, 1).getFirst();
        verify(hook.secret(), request);
        assertThat(request.header("Webhook-id")).isEqualTo(event.toString());
        assertThat(request.header("Traceparent")).isEqualTo(Events.TRACEPARENT);
        assertThat(request.header("Content-type")).startsWith("application/json");
        var body = JsonMapper.shared().readTree(request.body());
        assertThat(body.propertyNames()).containsExactlyInAnyOrder("type", "timestamp", "data");
        assertThat(body.at("/type").asString()).isEqualTo("ticket.created");
        assertThat(body.at("/data/table").asString()).isEqualTo("tickets");
        assertThat(body.at("/data/record/id").asString()).isEqualTo(ticket.toString());
        var delivery = awaitDelivery(hook, "delivered");
        assertThat(delivery.get("response_status").asInt()).isEqualTo(204);
        assertThat(delivery.get("attempts").asInt()).isOne();
    }

    @Test
    void keepsBackWhatTheAdminCouldNotSee() {
        admin = api(events.tenant(), "webhooks.manage", "tickets.read");
        var hook = endpoint("/all", "*");
        events.jobFailed(UUID.randomUUID(), "QUEUED");
        send(UUID.randomUUID(), Map.of("users", List.of()));
        Events.ofNewTenant().ticketCreated(UUID.randomUUID());
        var mine = events.ticketCreated(UUID.randomUUID());

        awaitDelivery(hook, "delivered");
        assertThat(receiver.at("/all"))
                .extracting(request -> request.header("Webhook-id"))
                .containsExactly(mine + "");
    }

    @Test
    void queuesARedeliveredEventOnce() {
        var hook = endpoint("/once", "ticket.created");
        var event = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            send(event, Map.of("permission", "tickets.read", "users", List.of()));
        }
        events.ticketCreated(UUID.randomUUID());

        awaitRequests(hook, 2);
        assertThat(deliveries(hook)).hasSize(2);
    }

    @Test
    void triesAgainWithTheSameIdUntilItSucceeds() {
        receiver.answers("/shaky", null, 500, 302, 204);
        var hook = endpoint("/shaky", "ticket.created");
        events.ticketCreated(UUID.randomUUID());

        var requests = awaitRequests(hook, 3);
        assertThat(requests)
                .extracting(request -> request.header("Webhook-id"))
                .containsOnly(requests.getFirst().header("Webhook-id"));
        requests.forEach(request -> verify(hook.secret(), request));
        assertThat(awaitDelivery(hook, "delivered").get("attempts").asInt()).isEqualTo(3);
        assertThat(receiver.at("/elsewhere")).isEmpty();
    }

    @Test
    void givesUpAfterTheLastAttemptAndReplaysOnRequest() {
        receiver.answers("/down", null, 500, 500, 500, 500, 204);
        var hook = endpoint("/down", "ticket.created");
        var event = events.ticketCreated(UUID.randomUUID());
        var failed = awaitDelivery(hook, "failed");
        assertThat(failed.get("attempts").asInt()).isEqualTo(4);
        assertThat(failed.get("next_attempt_at").isNull()).isTrue();

        var since = Map.of("since", "2020-01-01T00:00:00Z", "failed_only", true);
        assertThat(admin.post(hook.api() + "/replay", since)
                        .expect(200)
                        .json()
                        .get("queued")
                        .asInt())
                .isOne();
        var replayed = awaitDelivery(hook, "delivered");

        assertThat(replayed.get("trigger").asString()).isEqualTo("replay");
        assertThat(replayed.get("message_id").asString()).isEqualTo(event.toString());
        assertThat(admin.post(hook.api() + "/replay", since)
                        .json()
                        .get("queued")
                        .asInt())
                .isZero();
        var one = "/api/v1/webhook-deliveries/" + failed.get("id").asString() + "/replay";
        assertThat(admin.post(one, "{}").expect(200).text("/message_id")).isEqualTo(event.toString());
        awaitRequests(hook, 6);
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() {
        receiver.answers("/busy", "1", 429, 204);
        var hook = endpoint("/busy", "ticket.created");
        events.ticketCreated(UUID.randomUUID());

        var requests = awaitRequests(hook, 2);
        assertThat(Duration.ofNanos(
                        requests.get(1).receivedAt() - requests.get(0).receivedAt()))
                .isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void disablesAnEndpointThatIsGone() {
        receiver.answers("/gone", null, 410);
        var hook = endpoint("/gone", "ticket.created");
        events.ticketCreated(UUID.randomUUID());

        await().until(() -> admin.get(hook.api()).text("/status").equals("disabled"));
        assertThat(admin.get(hook.api()).text("/disabled_reason")).isEqualTo("gone");
        admin.post(hook.api() + "/test", "{}").problem(409, "webhook-disabled");
        events.ticketCreated(UUID.randomUUID());
        var other = endpoint("/other", "ticket.created");
        events.ticketCreated(UUID.randomUUID());
        awaitRequests(other, 1);
        assertThat(receiver.at("/gone")).hasSize(1);
    }

    @Test
    void endsACallThatDripsAndKeepsOnlyTheBeginningOfAnAnswer() {
        receiver.drips("/drips");
        receiver.on("/talks", (exchange, _) -> {
            exchange.sendResponseHeaders(400, 0);
            exchange.getResponseBody().write("x".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        });
        var drips = endpoint("/drips", "ticket.created");
        var talks = endpoint("/talks", "ticket.created");
        events.ticketCreated(UUID.randomUUID());

        await().until(() -> !deliveries(drips).isEmpty()
                && deliveries(drips).get(0).get("error").asString("").contains("no answer within 5 s"));
        await().until(() -> deliveries(talks).get(0).get("response_status").asInt(0) == 400);
        assertThat(deliveries(talks).get(0).get("response_body").asString()).hasSize(4096);
    }

    @Test
    void letsNoHangingEndpointDelayTheOthers() {
        receiver.hangs("/hangs");
        endpoint("/hangs", "ticket.created");
        var others = new ArrayList<Endpoint>();
        for (int i = 0; i < 19; i++) {
            others.add(endpoint("/fine-" + i, "ticket.created"));
        }
        for (int i = 0; i < 20; i++) {
            events.ticketCreated(UUID.randomUUID());
        }

        await().atMost(Duration.ofSeconds(60))
                .until(() -> others.stream()
                        .allMatch(other -> receiver.at(other.path()).size() == 20));
        // Each of its calls takes five seconds: had the others waited for it, all of them would have begun.
        assertThat(receiver.at("/hangs")).hasSizeLessThan(20);
    }

    @Test
    void keepsTheOrderOfAnOrderedEndpointThroughFailures() {
        receiver.answers("/ordered", null, 500, 204, 503, 204);
        var hook = create(Map.of("url", receiver.url("/ordered"), "event_types", List.of("*"), "ordered", true));
        var sent = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            sent.add(events.ticketCreated(UUID.randomUUID()).toString());
        }

        var requests = awaitRequests(hook, 8);
        assertThat(requests.stream()
                        .map(request -> request.header("Webhook-id"))
                        .distinct())
                .containsExactlyElementsOf(sent);
        assertThat(requests.get(1).header("Webhook-id")).isEqualTo(sent.get(0));
    }

    private void send(UUID event, Map<String, ?> audience) {
        var data = Map.of("table", "tickets", "record", Map.of("id", UUID.randomUUID(), "subject", "s"));
        events.send(
                Topic.TICKETS,
                event,
                "ticket.created",
                UUID.randomUUID(),
                1,
                "system:test",
                new HashMap<>(audience),
                data);
    }
}
