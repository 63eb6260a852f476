package io.deskwire.notification.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.notification.LiveService;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The secret key's bearer broadcasts and reads in the tenant it chose, and tells the audit first. It opens no channel.
class SystemAccessIT extends LiveService {
    private final UUID tenant = UUID.randomUUID();

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    private List<String> uses() {
        return system.call(
                "test",
                () -> jdbc.sql("""
                                SELECT data::jsonb #>> '{record,method}' || ' ' || (data::jsonb #>> '{record,path}')
                                  FROM outbox WHERE tenant_id = :tenant AND type = 'system_access.used' ORDER BY id
                                """).param("tenant", tenant).query(String.class).list());
    }

    @Test
    void broadcastsAndReadsWithAPurpose() {
        try (var listener = Browser.at(port)) {
            listener.join("room", reader(tenant), Map.of("broadcast", Map.of("self", false, "ack", false)));
            var server = as(TOKENS.system(tenant, "price-ticker"));

            server.post("/realtime/v1/api/broadcast/room/events/price", Map.of("n", 1))
                    .expect(202);
            server.get("/api/v1/webhooks").expect(200);

            await().untilAsserted(() -> assertThat(listener.binary).hasSize(1));
            assertThat(new String(listener.binary.getFirst(), UTF_8)).endsWith("price{\"n\":1}");
            assertThat(uses())
                    .containsExactly("POST /realtime/v1/api/broadcast/room/events/price", "GET /api/v1/webhooks");
        }
    }

    @Test
    void isRefusedWithoutAPurposeAndFromABrowser() {
        as(TOKENS.system(tenant, null))
                .post("/realtime/v1/api/broadcast/room/events/x", Map.of())
                .problem(403, "purpose-required");
        as(TOKENS.system(tenant, null)).get("/api/v1/webhooks").problem(403, "purpose-required");
        as(TOKENS.system(tenant, "price-ticker"))
                .with("Origin", "https://app.example")
                .post("/realtime/v1/api/broadcast/room/events/x", Map.of())
                .problem(401, "unauthenticated");

        assertThat(uses()).isEmpty();
    }

    /// Whoever holds a socket sends tokens in its messages, a page too.
    @Test
    void opensNoChannel() {
        try (var page = Browser.at(port)) {
            var answer = page.join("room", TOKENS.system(tenant, "price-ticker"), Map.of());

            assertThat(answer.payload().path("status").asString()).isEqualTo("error");
            assertThat(answer.payload().toString()).contains("the secret key opens no channel");
        }
    }
}
