package io.deskwire.notification.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.deskwire.notification.Events;
import io.deskwire.notification.NotificationServiceTest;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.TestTokens;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// A tenant whose admin makes endpoints at a receiver.
@NotificationServiceTest
abstract class WebhookFixture {
    @LocalServerPort
    int port;

    @Autowired
    TestTokens tokens;

    final Events events = Events.ofNewTenant();
    Receiver receiver;
    Api admin;

    record Endpoint(String path, String id, String secret) {
        String api() {
            return "/api/v1/webhooks/" + id;
        }
    }

    @BeforeEach
    void open() throws Exception {
        receiver = new Receiver();
        admin = api(events.tenant());
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    Endpoint endpoint(String path, String... types) {
        return create(Map.of("url", receiver.url(path), "event_types", List.of(types)));
    }

    Endpoint create(Map<String, ?> request) {
        var made = admin.post("/api/v1/webhooks", request).expect(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/webhooks/" + made.text("/webhook/id"));
        var url = made.text("/webhook/url");
        return new Endpoint(
                url.substring(url.lastIndexOf('/')), made.text("/webhook/id"), made.text("/webhook/secret"));
    }

    Api api(UUID tenant, String... permissions) {
        var all = permissions.length > 0 ? permissions : new String[] {"webhooks.manage", "tickets.read", "jobs.read"};
        return Api.at("http://127.0.0.1:" + port).as(tokens.member(tenant, UUID.randomUUID(), "admin", all));
    }

    List<Receiver.Request> awaitRequests(Endpoint hook, int count) {
        await().until(() -> receiver.at(hook.path()).size() >= count);
        return receiver.at(hook.path());
    }

    JsonNode awaitDelivery(Endpoint hook, String status) {
        await().until(() -> !admin.get(hook.api() + "/deliveries?status=" + status)
                .json()
                .get("data")
                .isEmpty());
        return admin.get(hook.api() + "/deliveries?status=" + status).json().at("/data/0");
    }

    JsonNode deliveries(Endpoint hook) {
        return admin.get(hook.api() + "/deliveries?limit=200")
                .expect(200)
                .json()
                .get("data");
    }

    static void verify(String secret, Receiver.Request request) {
        var headers = HttpHeaders.of(request.headers(), (_, _) -> true);
        assertThatCode(() -> new com.standardwebhooks.Webhook(secret).verify(request.body(), headers))
                .as(Arrays.toString(new String[] {secret}))
                .doesNotThrowAnyException();
    }
}
