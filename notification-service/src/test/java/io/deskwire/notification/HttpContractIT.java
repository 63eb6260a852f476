package io.deskwire.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.CrossTenantAttack;
import io.deskwire.testsupport.HttpContract;
import io.deskwire.testsupport.TestTokens;
import io.deskwire.testsupport.UnreadableAddresses;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// `contracts/http/notification-*.yaml` name every endpoint, and none shows or changes another tenant's things.
@NotificationServiceTest
class HttpContractIT {
    private static final HttpContract CONTRACT = HttpContract.of("notification-feed", "notification-webhooks");

    @LocalServerPort
    int port;

    @Autowired
    TestTokens tokens;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    final Events events = Events.ofNewTenant();
    final UUID admin = UUID.randomUUID();

    @Test
    void describesEveryEndpointAndNoOther() {
        assertThat(CONTRACT.differences(mappings, "io.deskwire.notification")).isEmpty();
    }

    @Test
    void refusesAddressesThatAreNotReadable(@LocalServerPort int port) {
        assertThat(UnreadableAddresses.findings(port, CONTRACT)).isEmpty();
    }

    @Test
    void answersNotFoundToWhoeverReachesIntoAnotherTenant() {
        var victim = admin(events.tenant());
        // Nothing listens there: its deliveries fail, and stay.
        var webhook = victim.post(
                        "/api/v1/webhooks",
                        Map.of("url", "http://127.0.0.1:9/", "event_types", List.of("ticket.created")))
                .expect(201)
                .text("/webhook/id");
        var ticket = UUID.randomUUID();
        events.people().member("member.created", admin, "admin", null, 1);
        events.ticketCreated(ticket);

        assertThat(new CrossTenantAttack(CONTRACT, victim, admin(UUID.randomUUID()))
                        .below("/api/v1/")
                        .id("/api/v1/notifications/{}", first(victim, "/api/v1/notifications"))
                        .id("/api/v1/webhooks/{}", webhook)
                        .id(
                                "/api/v1/webhook-deliveries/{}",
                                first(victim, "/api/v1/webhooks/" + webhook + "/deliveries"))
                        .body("PATCH /api/v1/webhooks/{}", Map.of("description", "taken over"))
                        .body("POST /api/v1/webhooks/{}/replay", Map.of("since", "2026-01-01T00:00:00.000Z"))
                        // Never ends; FeedIT reads it.
                        .without("GET /api/v1/events/stream")
                        .findings())
                .isEmpty();
        assertThat(victim.get("/api/v1/notifications").text("/data/0/subject")).isEqualTo(ticket.toString());
    }

    private Api admin(UUID tenant) {
        return Api.at("http://127.0.0.1:" + port)
                .as(tokens.member(tenant, admin, "admin", "webhooks.manage", "tickets.read"));
    }

    private static String first(Api api, String list) {
        await(list).until(() -> !api.get(list).expect(200).json().get("data").isEmpty());
        return api.get(list).text("/data/0/id");
    }
}
