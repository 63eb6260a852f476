package io.deskwire.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.testsupport.JsonShape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every event this service appends has the shape of its golden sample, which consumers are tested with.
@TicketsServiceTest
class EventSamplesIT {
    private static final JsonMapper JSON = JsonMapper.shared();

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    Desk desk;

    @BeforeEach
    void makeThemHappen() {
        desk = Desk.at(port);
        var admin = desk.admin();
        var path = admin.post(
                        "/api/v1/tickets",
                        Map.of(
                                "subject",
                                "Order 7 is late",
                                "tags",
                                List.of("late"),
                                "custom_fields",
                                Map.of("order", "7"),
                                "requester",
                                Map.of("email", "buyer@example.com"),
                                "source",
                                "shop",
                                "external_id",
                                "7"))
                .expect(201)
                .header("Location");
        admin.patch(path, Map.of("status", "pending")).expect(200);
        admin.post(path + "/comments", Map.of("body", "On its way.")).expect(201);
        admin.delete(path).expect(204);
        var organization = admin.post(
                        "/api/v1/organizations",
                        Map.of(
                                "name",
                                "Acme",
                                "external_id",
                                "17",
                                "domains",
                                List.of("acme.example"),
                                "custom_fields",
                                Map.of("tier", "gold")))
                .expect(201)
                .header("Location");
        admin.patch(organization, Map.of("name", "Acme Ltd")).expect(200);
        admin.delete(organization).expect(204);
    }

    /// The use of the secret key is SystemAccessIT's.
    static Stream<String> types() {
        return GoldenSamples.typesOf("tickets").stream().filter(type -> !type.equals("system_access.used"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void hasTheShapeOfItsSample(String type) {
        var sample = JSON.readTree(GoldenSamples.read(type + ".json"));

        assertThat(JsonShape.differences(sample.get("data"), appended(type))).isEmpty();
        assertThat(sample.get("type").asString()).isEqualTo(type);
    }

    private JsonNode appended(String type) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT data FROM outbox WHERE tenant_id = :tenant AND type = :type ORDER BY id LIMIT 1")
                        .param("tenant", desk.tenant())
                        .param("type", type)
                        .query((row, _) -> JSON.readTree(row.getString("data")))
                        .single());
    }
}
