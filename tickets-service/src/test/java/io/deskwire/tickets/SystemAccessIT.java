package io.deskwire.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.testsupport.JsonShape;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The secret key's bearer works past row-level security, in the tenant it chose, and tells the audit first.
@TicketsServiceTest
class SystemAccessIT {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Safari/537.36";

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    Desk desk;

    @BeforeEach
    void connect() {
        desk = Desk.at(port);
    }

    @Test
    void readsAndWritesWhatTheTenantHas() {
        var ticket = Desk.ticket(desk.agent(), "made by an agent");
        var server = desk.server("nightly-export");

        server.get(ticket).expect(200);
        server.patch(ticket, Map.of("priority", "urgent")).expect(200);
        assertThat(desk.agent().get(ticket).text("/priority")).isEqualTo("urgent");
        assertThat(appended("ticket.updated").getFirst().actor()).isEqualTo("system:secret-key/nightly-export");
    }

    @Test
    void findsWhatTheTenantHas() {
        var ticket = Desk.ticket(desk.agent(), "about a zeppelin");
        desk.agent()
                .post(ticket + "/comments", Map.of("body", "a zeppelin, whispered", "visibility", "internal"))
                .expect(201);
        Desk.ticket(Desk.at(port).agent(), "another tenant's zeppelin");

        assertThat(desk.server("nightly-export")
                        .get("/api/v1/search?q=zeppelin")
                        .expect(200)
                        .json()
                        .get("data")
                        .findValuesAsString("type"))
                .containsExactlyInAnyOrder("ticket", "comment");
    }

    @Test
    void tellsTheAuditOfEveryUseBeforeItHappens() {
        var server = desk.server("nightly-export");

        server.get("/api/v1/tickets?q=secret").expect(200);
        server.get(Desk.NO_TICKET).problem(404, "not-found");
        server.post("/api/v1/tickets", Map.of()).problem(400, "malformed");

        var uses = appended("system_access.used");
        assertThat(uses)
                .extracting(use -> use.data().at("/record/method").asString() + " "
                        + use.data().at("/record/path").asString())
                .containsExactly("GET /api/v1/tickets", "GET " + Desk.NO_TICKET, "POST /api/v1/tickets");
        var sample = JSON.readTree(GoldenSamples.read("system_access.used.json"));
        assertThat(JsonShape.differences(sample.get("data"), uses.getFirst().data()))
                .isEmpty();
        assertThat(uses.getFirst().audience()).isEqualTo("{\"permission\":null,\"users\":[]}");
    }

    @Test
    void repeatsAWriteUnderItsIdempotencyKey() {
        var server = desk.server("nightly-import")
                .with("Idempotency-Key", UUID.randomUUID().toString());

        var first = server.post("/api/v1/tickets", Map.of("subject", "once")).expect(201);
        var again = server.post("/api/v1/tickets", Map.of("subject", "once")).expect(201);

        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
    }

    @Test
    void needsAPurposeATenantAndNoBrowser() {
        desk.server(null)
                .with("X-Deskwire-Purpose", "forged")
                .get("/api/v1/tickets")
                .problem(403, "purpose-required");
        new Desk(desk.url(), null)
                .server("nightly-export")
                .with("X-Tenant", desk.tenant().toString())
                .get("/api/v1/tickets")
                .problem(403, "no-tenant");
        var server = desk.server("nightly-export");
        server.with("User-Agent", BROWSER).get("/api/v1/tickets").problem(401, "unauthenticated");
        server.with("Origin", "https://app.example").get("/api/v1/tickets").problem(401, "unauthenticated");
        assertThat(appended("system_access.used")).isEmpty();
    }

    @Test
    void staysInItsTenant() {
        var other = Desk.at(port);
        var foreign = Desk.ticket(other.agent(), "another tenant's");

        desk.server("nightly-export")
                .with("X-Tenant", other.tenant().toString())
                .get(foreign)
                .problem(404, "not-found");
    }

    @Test
    void isNobodysWhoOnlySaysSo() {
        for (var token : List.of(
                // a person who wrote it into the metadata that it may edit
                Desk.token(Map.of(
                        "user_metadata", Map.of("role", "service_role", "purpose", "x-y"),
                        "tenant_id", desk.tenant().toString())),
                // an agent's or a client's own headers
                Desk.token(Map.of("tenant_id", desk.tenant().toString(), "purpose", "nightly-export")))) {
            Api.at(desk.url())
                    .as(token)
                    .with("X-Deskwire-Purpose", "nightly-export")
                    .get("/api/v1/tickets")
                    .problem(403, "forbidden");
        }
        // a token that is half a user's: something let the role slip into it
        for (var slip : List.<Map<String, Object>>of(
                Map.of("email", "a@example.com"),
                Map.of("user_metadata", Map.of()),
                Map.of("tenant_role", "client"),
                Map.of("permissions", List.of("tickets.read")),
                Map.of("is_service_user", true),
                Map.of("session_id", UUID.randomUUID().toString()))) {
            Api.at(desk.url())
                    .as(desk.systemTokenWith(slip))
                    .get("/api/v1/tickets")
                    .problem(401, "unauthenticated");
        }
        Api.at(desk.url()).as(desk.forgedSystemToken()).get("/api/v1/tickets").problem(401, "unauthenticated");
        assertThat(appended("system_access.used")).isEmpty();
    }

    private record Event(String actor, String audience, JsonNode data) {}

    private List<Event> appended(String type) {
        return system.call(
                "test",
                () -> jdbc.sql(
                                "SELECT actor, audience, data FROM outbox WHERE tenant_id = :tenant AND type = :type ORDER BY id")
                        .param("tenant", desk.tenant())
                        .param("type", type)
                        .query((row, _) -> new Event(
                                row.getString("actor"),
                                row.getString("audience"),
                                JSON.readTree(row.getString("data"))))
                        .list());
    }
}
