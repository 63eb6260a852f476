package io.deskwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// One change and every consumer of it.
class OneChangeIT {
    private static final int TICKETS = 20;

    @Test
    void reachesTheFeedTheNotificationsAndTheWebhookOnceAndInOrder() throws Exception {
        var acme = Tenant.founded("acme");
        var globex = Tenant.founded("globex");
        var delivered = new CopyOnWriteArrayList<String>();
        var refused = new CopyOnWriteArrayList<String>();
        var secret = new ArrayList<String>();
        var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            try (exchange) {
                new Webhook(secret.getFirst())
                        .verify(body, HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true));
                delivered.add(
                        JsonMapper.shared().readTree(body).at("/data/record/id").asString());
                exchange.sendResponseHeaders(204, -1);
            } catch (Exception bad) {
                refused.add(bad.toString());
                exchange.sendResponseHeaders(400, -1);
            }
        });
        receiver.start();
        try {
            var url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
            secret.add(acme.admin()
                    .post("/api/v1/webhooks", Map.of("url", url, "event_types", List.of("ticket.created")))
                    .expect(201)
                    .text("/webhook/secret"));

            var created = new ArrayList<String>();
            for (int i = 0; i < TICKETS; i++) {
                created.add(acme.ticket("Order " + i + " is late"));
            }

            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(acme.feed("ticket.created")).isEqualTo(created));
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(delivered).containsExactlyInAnyOrderElementsOf(created));
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(acme.admin()
                                    .get("/api/v1/notifications?unread=true&limit=200")
                                    .expect(200)
                                    .json()
                                    .get("unread_count")
                                    .asInt())
                            .isEqualTo(TICKETS));
            assertThat(refused).isEmpty();
            assertThat(globex.feed("ticket.created")).isEmpty();
        } finally {
            receiver.stop(0);
        }
    }

    /// From the client through gateway and service into the event on its topic, and on into what it sets off.
    @Test
    void carriesTheTraceOfItsRequestUnchanged() {
        var acme = Tenant.founded("traced");
        var parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        acme.integrator()
                .with("traceparent", parent)
                .post("/api/v1/tickets", Map.of("subject", "traced"))
                .expect(201);

        for (var type : List.of("ticket.created", "notification.created")) {
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(acme.admin()
                                    .get("/api/v1/events?types=" + type)
                                    .text("/data/0/traceparent"))
                            .as(type)
                            .isEqualTo(parent));
        }
    }

    @Test
    void aTraceThatIsNoneIsReplaced() {
        var acme = Tenant.founded("untraced");

        acme.integrator()
                .with("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01")
                .post("/api/v1/tickets", Map.of("subject", "untraced"))
                .expect(201);

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(acme.admin()
                                .get("/api/v1/events?types=ticket.created")
                                .text("/data/0/traceparent"))
                        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                        .doesNotContain("4bf92f3577b34da6a3ce929d0e0e4736"));
    }
}
