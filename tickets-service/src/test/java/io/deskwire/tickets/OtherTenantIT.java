package io.deskwire.tickets;

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

/// Another tenant's admin attacks every endpoint with the ids of this one.
@TicketsServiceTest
class OtherTenantIT {
    /// What is asked, with the path's variables named as in the mapping.
    private record Attack(String method, String mapping, Object body) {}

    private static final List<Attack> BY_ID = List.of(
            new Attack("GET", "/api/v1/tickets/{id}", ""),
            new Attack("PATCH", "/api/v1/tickets/{id}", Map.of("status", "closed")),
            new Attack("DELETE", "/api/v1/tickets/{id}", ""),
            new Attack("GET", "/api/v1/tickets/{id}/history", ""),
            new Attack("GET", "/api/v1/tickets/{ticket}/comments", ""),
            new Attack("POST", "/api/v1/tickets/{ticket}/comments", Map.of("body", "x", "visibility", "public")),
            new Attack("GET", "/api/v1/tickets/{ticket}/comments/{id}", ""),
            new Attack("GET", "/api/v1/contacts/{id}", ""),
            new Attack("PATCH", "/api/v1/contacts/{id}", Map.of("name", "x")));
    /// These name no id; their own tests show that they stay within the tenant.
    private static final Set<String> WITHOUT_ID = Set.of(
            "GET /api/v1/tickets",
            "POST /api/v1/tickets",
            "POST /api/v1/tickets/bulk",
            "PUT /api/v1/tickets/by-external-id/{source}/{externalId}",
            "GET /api/v1/contacts",
            "POST /api/v1/contacts");

    @LocalServerPort
    int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    Api victim;
    Api attacker;
    String ticket;
    String comment;
    String contact;

    @BeforeEach
    void fill() {
        victim = Desk.at(port).admin();
        attacker = Desk.at(port).admin();
        var made = victim.post(
                        "/api/v1/tickets",
                        Map.of("subject", "secret", "requester", Map.of("email", "secret@example.com")))
                .expect(201);
        ticket = made.text("/id");
        contact = made.text("/requester_id");
        comment = victim.post("/api/v1/tickets/" + ticket + "/comments", Map.of("body", "secret"))
                .expect(201)
                .text("/id");
    }

    @Test
    void findsNothingByAnyId() {
        for (var attack : BY_ID) {
            var id = attack.mapping().contains("{ticket}")
                    ? comment
                    : attack.mapping().contains("contacts") ? contact : ticket;
            var path = attack.mapping().replace("{ticket}", ticket).replace("{id}", id);

            attacker.send(attack.method(), path, attack.body().equals("") ? null : attack.body())
                    .problem(404, "not-found");
        }
        victim.get("/api/v1/tickets/" + ticket).expect(200);
        assertThat(victim.get("/api/v1/tickets/" + ticket + "/comments").json().get("data"))
                .hasSize(1);
    }

    @Test
    void findsNothingInAnyList() {
        for (var list : List.of(
                "/api/v1/tickets",
                "/api/v1/tickets?q=secret",
                "/api/v1/tickets?requester_id=" + contact,
                "/api/v1/contacts",
                "/api/v1/contacts?email=secret@example.com")) {
            assertThat(attacker.get(list).expect(200).json().get("data")).isEmpty();
        }
    }

    @Test
    void attacksEveryEndpointThereIs() {
        var mapped = new TreeSet<String>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/"))
                        .forEach(pattern -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> mapped.add(method + " " + pattern))));
        var attacked = new TreeSet<>(WITHOUT_ID);
        BY_ID.forEach(attack -> attacked.add(attack.method() + " " + attack.mapping()));

        assertThat(mapped).isEqualTo(attacked);
    }
}
