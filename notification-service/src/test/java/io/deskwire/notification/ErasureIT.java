package io.deskwire.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.deskwire.common.json.WireJson;
import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.testsupport.TestTokens;
import io.deskwire.testsupport.database.TenantRows;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/// A tenant that auth-service has erased leaves nothing here, whatever tables there are and whatever comes late.
@NotificationServiceTest
@TestPropertySource(properties = "deskwire.erasure.again=500ms")
class ErasureIT {
    /// The events of the last days; they go with their partitions.
    private static final Set<String> KEPT = Set.of("outbox");

    private static final Duration LONG = Duration.ofSeconds(30);
    private static HttpServer receiver;

    @LocalServerPort
    int port;

    @Autowired
    TestTokens tokens;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    DatabaseProperties database;

    TenantRows rows;

    @BeforeAll
    static void receive() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(204, -1);
            }
        });
        receiver.start();
    }

    @AfterAll
    static void stop() {
        receiver.stop(0);
    }

    @BeforeEach
    void look() {
        rows = new TenantRows(database.jdbcUrl(), "notification_system", database.password());
    }

    /// Something in every table.
    private Events furnished() {
        var events = Events.ofNewTenant();
        var admin = UUID.randomUUID();
        var api = Api.at("http://127.0.0.1:" + port)
                .as(tokens.member(events.tenant(), admin, "admin", "webhooks.manage", "tickets.read", "jobs.read"));
        events.people().member("member.created", admin, "admin", null, 1);
        events.people().role("va", 1, "tickets.read");
        events.people().departmentRole("department_role.created", UUID.randomUUID(), 1, "tickets.read");
        events.people().serviceUser("service_user.created", UUID.randomUUID(), "active", 1, "tickets.read");
        events.people().team("team.created", UUID.randomUUID(), 1, admin);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(rows.counts(events.tenant()).get("members_seen"))
                        .isEqualTo(1));
        api.with("Idempotency-Key", UUID.randomUUID().toString())
                .post(
                        "/api/v1/webhooks",
                        Map.of(
                                "url",
                                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook",
                                "event_types",
                                List.of("ticket.created")))
                .expect(201);
        api.put(
                        "/api/v1/notification-preferences",
                        Map.of("preferences", Map.of("job.needs_attention", Map.of("in_app", false))))
                .expect(200);
        events.ticketCreated(UUID.randomUUID());
        await().atMost(LONG).untilAsserted(() -> {
            api.get("/api/v1/notifications").expect(200);
            assertThat(delivered(events.tenant())).isEqualTo(1);
            assertThat(rows.counts(events.tenant()))
                    .as("a table that this test does not fill")
                    .allSatisfy((table, count) -> assertThat(count).as(table).isPositive());
        });
        return events;
    }

    @Test
    void leavesNothingOfTheTenantAndTheOthersAlone() {
        var erased = furnished();
        var other = furnished();
        var before = rows.digests(other.tenant());

        erased.send(
                Topic.IDENTITY,
                UUID.randomUUID(),
                "tenant.erased",
                erased.tenant(),
                4,
                "system:erasure",
                Map.of("users", List.of()),
                sample());

        awaitNothingLeft(erased);

        // Still on its way when the tenant went.
        var late = erased.ticketCreated(UUID.randomUUID());
        await().atMost(LONG).untilAsserted(() -> assertThat(workedOff(late)).isPositive());
        awaitNothingLeft(erased);
        assertThat(rows.digests(other.tenant())).isEqualTo(before);
    }

    private void awaitNothingLeft(Events erased) {
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(proofs(erased.tenant())).isEqualTo(1);
            assertThat(rows.counts(erased.tenant()))
                    .allSatisfy(
                            (table, count) -> assertThat(count).as(table).isEqualTo(KEPT.contains(table) ? count : 0));
            assertThat(rows.mentioning(erased.tenant().toString())).isSubsetOf(KEPT);
        });
    }

    /// What auth-service says of it.
    @SuppressWarnings("unchecked")
    private static Map<String, Object> sample() {
        var event = WireJson.mapper().readTree(GoldenSamples.read("tenant.erased.json"));
        return WireJson.mapper().treeToValue(event.get("data"), Map.class);
    }

    private long delivered(UUID tenant) {
        return count("SELECT count(*) FROM webhook_deliveries WHERE tenant_id = :id AND status = 'delivered'", tenant);
    }

    private long proofs(UUID tenant) {
        return count("SELECT count(*) FROM tenant_erasures WHERE tenant_id = :id", tenant);
    }

    private long workedOff(UUID event) {
        return count("SELECT count(*) FROM inbox WHERE event_id = :id AND consumer = 'inapp'", event);
    }

    private long count(String sql, UUID id) {
        return system.call(
                "test", () -> jdbc.sql(sql).param("id", id).query(Long.class).single());
    }
}
