package io.deskwire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Another tenant's admin attacks every endpoint of `/api/v1` with the ids of this one.
@AuthServiceTest
class OtherTenantIT {
    private static final Map<String, Object> NOTHING = Map.of();
    private static final Map<String, Map<String, Object>> BY_ID = Map.ofEntries(
            Map.entry("GET /api/v1/tenants/{id}", NOTHING),
            Map.entry("PATCH /api/v1/tenants/{id}", Map.of("name", "taken over")),
            Map.entry("DELETE /api/v1/tenants/{id}", NOTHING),
            Map.entry("GET /api/v1/tenants/{id}/erasure", NOTHING),
            Map.entry("POST /api/v1/tenants/{id}/switch", NOTHING),
            Map.entry("GET /api/v1/tenants/{id}/services", NOTHING),
            Map.entry("GET /api/v1/tenants/{id}/services/{serviceName}", NOTHING),
            Map.entry("PUT /api/v1/tenants/{id}/services/{serviceName}", Map.of("service_id", "1")),
            Map.entry("POST /api/v1/tenants/{id}/provision", Map.of("services", List.of("odoo"))),
            Map.entry("GET /api/v1/members/{userId}", NOTHING),
            Map.entry("PATCH /api/v1/members/{userId}", Map.of("role", "client")),
            Map.entry("DELETE /api/v1/members/{userId}", NOTHING),
            Map.entry("GET /api/v1/invites/{id}", NOTHING),
            Map.entry("DELETE /api/v1/invites/{id}", NOTHING),
            Map.entry("GET /api/v1/department-roles/{id}", NOTHING),
            Map.entry("PATCH /api/v1/department-roles/{id}", Map.of("name", "taken over")),
            Map.entry("DELETE /api/v1/department-roles/{id}", NOTHING),
            Map.entry("GET /api/v1/service-users/{id}", NOTHING),
            Map.entry("PATCH /api/v1/service-users/{id}", Map.of("name", "taken over")),
            Map.entry("POST /api/v1/service-users/{id}/rotate", Map.of("overlap_seconds", 0)),
            Map.entry("DELETE /api/v1/service-users/{id}", NOTHING),
            Map.entry("GET /api/v1/api-keys/{id}", NOTHING),
            Map.entry("POST /api/v1/api-keys/{id}/rotate", Map.of("overlap_seconds", 0)),
            Map.entry("DELETE /api/v1/api-keys/{id}", NOTHING));
    /// These name no id of the victim in their path.
    private static final Set<String> WITHOUT_ID = Set.of(
            "GET /api/v1/tenants",
            "POST /api/v1/tenants",
            "GET /api/v1/members",
            "GET /api/v1/invites",
            "POST /api/v1/invites",
            "GET /api/v1/permissions",
            "GET /api/v1/roles/{role}/permissions",
            "PUT /api/v1/roles/{role}/permissions",
            "GET /api/v1/department-roles",
            "POST /api/v1/department-roles",
            "GET /api/v1/service-users",
            "POST /api/v1/service-users",
            "GET /api/v1/api-keys",
            "POST /api/v1/api-keys",
            // Public, and possession of the key is what it asks for.
            "POST /api/v1/api-keys/leaks",
            "GET /api/v1/audit",
            "GET /api/v1/audit/verify");

    @LocalServerPort
    int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    Api victim;
    Api attacker;
    Map<String, String> ids;

    @BeforeEach
    void fill() {
        var people = People.at(port);
        var founder = people.founder("victim");
        victim = people.api().as(founder.accessToken());
        attacker = people.api().as(people.founder("attacker").accessToken());
        ids = Map.of(
                "tenants", founder.tenantId(),
                "members", People.subject(founder.accessToken()),
                "invites", made("/api/v1/invites", Map.of("email", "victim@example.com", "role", "va")),
                "department-roles", made("/api/v1/department-roles", Map.of("name", "Ours", "permissions", List.of())),
                "service-users", victim.get("/api/v1/service-users").text("/data/0/id"),
                "api-keys", victim.get("/api/v1/api-keys").text("/data/0/id"));
    }

    private String made(String path, Map<String, Object> body) {
        return victim.post(path, body).expect(201).text("/id");
    }

    @Test
    void findsNothingByAnyId() {
        BY_ID.forEach((endpoint, body) -> {
            var parts = endpoint.split(" ", 2);
            var id = ids.get(parts[1].split("/")[3]);

            attacker.send(
                            parts[0],
                            parts[1].replaceFirst("\\{\\w+}", id).replace("{serviceName}", "odoo"),
                            body.isEmpty() ? null : body)
                    .problem(404, "not-found");
        });
        assertThat(victim.get("/api/v1/service-users").text("/data/0/name")).isEqualTo("Default integration");
        assertThat(victim.get("/api/v1/api-keys").text("/data/0/status")).isEqualTo("active");
    }

    @Test
    void findsNothingInAnyListAndGivesNoKeyToAForeignMachine() {
        for (var endpoint : WITHOUT_ID) {
            if (!endpoint.startsWith("GET ")) {
                continue;
            }
            var list = endpoint.substring(4).replace("{role}", "va");
            assertThat(attacker.get(list).expect(200).response().body()).doesNotContain(ids.values());
        }
        attacker.post(
                        "/api/v1/invites",
                        Map.of(
                                "email", "x@example.com",
                                "role", "va",
                                "department_role_id", ids.get("department-roles")))
                .problem(404, "not-found");
        attacker.post("/api/v1/api-keys", Map.of("service_user_id", ids.get("service-users"), "name", "x"))
                .problem(404, "not-found");
    }

    /// An endpoint that nobody attacks fails here.
    @Test
    void attacksEveryEndpoint() {
        var served = new TreeSet<String>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/v1/"))
                        .forEach(path -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> served.add(method + " " + path))));
        var attacked = new TreeSet<>(BY_ID.keySet());
        attacked.addAll(WITHOUT_ID);

        assertThat(served).isEqualTo(attacked);
    }
}
