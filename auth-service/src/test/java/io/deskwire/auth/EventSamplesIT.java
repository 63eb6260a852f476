package io.deskwire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.testsupport.JsonShape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every event this service appends has the shape of its golden sample, which consumers are tested with.
@AuthServiceTest
class EventSamplesIT {
    private static final JsonMapper JSON = JsonMapper.shared();
    /// The tests of their features make these happen, and compare them too.
    private static final Set<String> ELSEWHERE = Set.of(
            "tenant.erased",
            "tenant_service.created",
            "tenant_service.updated",
            "service_user.unused",
            "api_key.expiring");

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    UUID tenant;

    @BeforeEach
    void makeThemHappen() {
        var founder = people.founder("samples");
        var admin = people.api().as(founder.accessToken());
        tenant = UUID.fromString(founder.tenantId());
        var serviceUser = admin.post("/api/v1/service-users", Map.of("name", "robot", "permissions", List.of()))
                .expect(201)
                .header("Location");
        admin.patch(serviceUser, Map.of("name", "renamed", "status", "suspended"))
                .expect(200);
        admin.post(serviceUser + "/rotate", Map.of()).expect(200);
        admin.delete(serviceUser).expect(204);
        var key = admin.get("/api/v1/api-keys").expect(200).text("/data/0/id");
        admin.post("/api/v1/api-keys/" + key + "/rotate", Map.of()).expect(200);
        admin.delete("/api/v1/api-keys/" + key).expect(204);
        withPeople(people, founder);
        admin.patch("/api/v1/tenants/" + tenant, Map.of("name", "Renamed", "domain", tenant + ".example"))
                .expect(200);
        admin.delete("/api/v1/tenants/" + tenant).expect(204);
    }

    private static void withPeople(People people, People.Founder founder) {
        var admin = people.api().as(founder.accessToken());
        var agent = "/api/v1/members/"
                + People.subject(people.member(founder, "agent", "agent").accessToken());
        var department = admin.post(
                        "/api/v1/department-roles", Map.of("name", "x", "permissions", List.of("jobs.read")))
                .expect(201);
        admin.patch(agent, Map.of("role", "va", "department_role_id", department.text("/id")))
                .expect(200);
        admin.delete(agent).expect(204);
        admin.delete(admin.post("/api/v1/invites", Map.of("email", "revoked@example.com", "role", "va"))
                        .expect(201)
                        .header("Location"))
                .expect(204);
        admin.put("/api/v1/roles/va/permissions", Map.of("permissions", List.of("tenant.read")))
                .expect(200);
        admin.patch(department.header("Location"), Map.of("name", "y")).expect(200);
        admin.delete(department.header("Location")).expect(204);
    }

    static Stream<String> types() {
        return GoldenSamples.typesOf("auth").stream().filter(type -> !ELSEWHERE.contains(type));
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
                () -> jdbc.sql(
                                "SELECT data FROM outbox WHERE tenant_id IN (:tenants) AND type = :type ORDER BY id LIMIT 1")
                        .param("tenants", List.of(tenant, Uuid7.NIL))
                        .param("type", type)
                        .query((row, _) -> JSON.readTree(row.getString("data")))
                        .single());
    }
}
