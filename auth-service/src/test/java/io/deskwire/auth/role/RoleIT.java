package io.deskwire.auth.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.People.Founder;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@AuthServiceTest
class RoleIT {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    People people;

    Founder founder;
    Api admin;

    @BeforeEach
    void found() {
        founder = people.founder("roles");
        admin = people.api().as(founder.accessToken());
    }

    private static List<String> permissions(String accessToken) {
        return People.claims(accessToken)
                .get("permissions")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    @Test
    void listsThePermissionsAndWhoHasThemByDefault() {
        var known = admin.get("/api/v1/permissions").expect(200).json().get("data");

        assertThat(known.findValuesAsString("key")).contains("tickets.read", "order_tracking.read", "admin.automation");
        var manage = known.valueStream()
                .filter(each -> each.get("key").asString().equals("members.manage"))
                .findFirst()
                .orElseThrow();
        assertThat(manage.get("roles").toString()).isEqualTo("[\"admin\"]");
        assertThat(manage.get("for_service_users").asBoolean()).isFalse();
    }

    @Test
    void cutsARoleDownSoThatOldTokensEndAndNewOnesHaveLess() {
        var va = people.member(founder, "va", "va");
        var path = "/api/v1/roles/va/permissions";
        var byDefault = admin.get(path).expect(200);
        assertThat(byDefault.header("ETag")).isEqualTo("W/\"0\"");

        var replaced = admin.with("If-Match", "W/\"0\"")
                .put(path, Map.of("permissions", List.of("tenant.read", "tickets.read")))
                .expect(200);

        assertThat(replaced.header("ETag")).isEqualTo("W/\"1\"");
        await().untilAsserted(() ->
                people.api().as(va.accessToken()).get("/api/v1/tenants").problem(401, "unauthenticated"));
        assertThat(permissions(people.refresh(va.refreshToken()).accessToken()))
                .containsExactly("tickets.read", "tenant.read");
        assertThat(permissions(founder.accessToken())).contains("tenant.manage");
        var stale = admin.with("If-Match", "W/\"0\"")
                .put(path, Map.of("permissions", List.of()))
                .problem(412, "stale");
        assertThat(stale.get("version").asInt()).isEqualTo(1);
    }

    @Test
    void tellsOfAllItsPeopleInOneStatement() {
        for (int i = 0; i < 3; i++) {
            people.member(founder, "va" + i, "va");
        }

        admin.put("/api/v1/roles/va/permissions", Map.of("permissions", List.of("tenant.read")))
                .expect(200);

        var told = system.call(
                "test",
                () -> jdbc.sql("""
                                SELECT count(*) AS events, count(DISTINCT subject) AS people, count(DISTINCT cmin::text) AS statements
                                  FROM outbox WHERE tenant_id = :tenant AND type = 'access.revoked'
                                """)
                        .param("tenant", UUID.fromString(founder.tenantId()))
                        .query((row, _) ->
                                List.of(row.getInt("events"), row.getInt("people"), row.getInt("statements")))
                        .single());
        assertThat(told).isEqualTo(List.of(3, 3, 1));
    }

    @Test
    void addsADepartmentsPermissionsToTheRoles() {
        var made = admin.post(
                        "/api/v1/department-roles",
                        Map.of("name", "Automation", "permissions", List.of("admin.automation", "jobs.write")))
                .expect(201);
        var client = people.member(founder, "client", "client");
        var member = "/api/v1/members/" + People.subject(client.accessToken());

        admin.patch(member, Map.of("department_role_id", made.text("/id"))).expect(200);

        var token = people.refresh(client.refreshToken());
        assertThat(permissions(token.accessToken()))
                .containsExactlyInAnyOrder(
                        "tenant.read", "tickets.read_own", "tickets.write", "admin.automation", "jobs.write");
        admin.delete(made.header("Location")).problem(409, "department-role-in-use");
        admin.patch(made.header("Location"), Map.of("permissions", List.of("jobs.write")))
                .expect(200);
        await().untilAsserted(() ->
                people.api().as(token.accessToken()).get("/api/v1/tenants").problem(401, "unauthenticated"));
        assertThat(permissions(people.refresh(token.refreshToken()).accessToken()))
                .doesNotContain("admin.automation");
    }

    @Test
    void makesChangesAndDeletesDepartmentRoles() {
        var body = Map.of("name", "Orders", "permissions", List.of("order_tracking.read"));
        var path = admin.post("/api/v1/department-roles", body).expect(201).header("Location");

        var taken = admin.post("/api/v1/department-roles", body).problem(409, "department-role-taken");
        assertThat(path).endsWith(taken.get("existing_id").asString());
        var other = admin.post("/api/v1/department-roles", Map.of("name", "Else", "permissions", List.of()))
                .expect(201)
                .header("Location");
        assertThat(admin.patch(other, Map.of("name", "Orders"))
                        .problem(409, "department-role-taken")
                        .get("existing_id")
                        .asString())
                .isEqualTo(taken.get("existing_id").asString());
        admin.delete(other).expect(204);
        admin.post("/api/v1/department-roles", Map.of("name", "x", "permissions", List.of("no.such")))
                .problem(400, "malformed");
        assertThat(admin.get(path).expect(200).text("/name")).isEqualTo("Orders");
        assertThat(admin.patch(path, Map.of("name", "Returns")).expect(200).text("/permissions/0"))
                .isEqualTo("order_tracking.read");
        admin.with("If-Match", "W/\"1\"").delete(path).problem(412, "stale");
        admin.delete(path).expect(204);
        assertThat(admin.get("/api/v1/department-roles").expect(200).json().get("data"))
                .isEmpty();
    }

    @Test
    void keepsTheAdminComplete() {
        var nothing = Map.of("permissions", List.of());

        admin.put("/api/v1/roles/admin/permissions", nothing).problem(422, "role-fixed");
        admin.put("/api/v1/roles/service/permissions", nothing).problem(422, "role-fixed");
        admin.put("/api/v1/roles/king/permissions", nothing).problem(404, "not-found");
        admin.put("/api/v1/roles/va/permissions", Map.of("permissions", List.of("no.such")))
                .problem(400, "malformed");
    }
}
