package io.deskwire.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.CrossTenantAttack;
import io.deskwire.testsupport.HttpContract;
import io.deskwire.testsupport.UnreadableAddresses;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// `contracts/http/tickets.yaml` names every endpoint, and none of them shows or changes another tenant's things.
@TicketsServiceTest
class HttpContractIT {
    private static final HttpContract CONTRACT = HttpContract.of("tickets");

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
    String organization;
    String team;
    String hours;
    String policy;

    @BeforeEach
    void fill() {
        victim = Desk.at(port).manager();
        attacker = Desk.at(port).manager();
        var made = victim.post(
                        "/api/v1/tickets",
                        Map.of("subject", "secret", "requester", Map.of("email", "secret@example.com")))
                .expect(201);
        ticket = made.text("/id");
        contact = made.text("/requester_id");
        organization = victim.post("/api/v1/organizations", Map.of("name", "secret"))
                .expect(201)
                .text("/id");
        team = victim.post("/api/v1/teams", Map.of("name", "secret")).expect(201).text("/id");
        hours = victim.post(
                        "/api/v1/business-hours", Map.of("name", "secret", "time_zone", "UTC", "week", Map.of()))
                .expect(201)
                .text("/id");
        policy = victim.post(
                        "/api/v1/sla-policies",
                        Map.of(
                                "title", "secret",
                                "targets", Map.of("low", Map.of("first_response", "PT1H", "resolution", "P1D"))))
                .expect(201)
                .text("/id");
        comment = victim.post("/api/v1/tickets/" + ticket + "/comments", Map.of("body", "secret"))
                .expect(201)
                .text("/id");
    }

    @Test
    void describesEveryEndpointAndNoOther() {
        assertThat(CONTRACT.differences(mappings, "io.deskwire.tickets")).isEmpty();
    }

    @Test
    void refusesAddressesThatAreNotReadable(@LocalServerPort int port) {
        assertThat(UnreadableAddresses.findings(port, CONTRACT)).isEmpty();
    }

    @Test
    void answersNotFoundWhereSomebodyReachesIntoAnotherTenant() {
        assertThat(new CrossTenantAttack(CONTRACT, victim, attacker)
                        .id("/api/v1/tickets/{}", ticket)
                        .id("/api/v1/tickets/{}/comments/{}", comment)
                        .id("/api/v1/contacts/{}", contact)
                        .id("/api/v1/organizations/{}", organization)
                        .id("/api/v1/teams/{}", team)
                        .id("/api/v1/business-hours/{}", hours)
                        .id("/api/v1/sla-policies/{}", policy)
                        .body("PATCH /api/v1/business-hours/{}", Map.of("name", "x"))
                        .body("PATCH /api/v1/sla-policies/{}", Map.of("title", "x"))
                        .id("/api/v1/teams/{}/members/{}", team)
                        .body("PATCH /api/v1/teams/{}", Map.of("name", "x"))
                        .body("POST /api/v1/tickets/{}/assign", Map.of("strategy", "auto"))
                        .body("PATCH /api/v1/organizations/{}", Map.of("name", "x"))
                        .body("PATCH /api/v1/tickets/{}", Map.of("status", "closed"))
                        .body("POST /api/v1/tickets/{}/comments", Map.of("body", "x", "visibility", "public"))
                        .body("PATCH /api/v1/contacts/{}", Map.of("name", "x"))
                        // Names no id but the caller's own name for its own ticket.
                        .without("PUT /api/v1/tickets/by-external-id/{}/{}")
                        .findings())
                .isEmpty();
        victim.get("/api/v1/tickets/" + ticket).expect(200);
        assertThat(victim.get("/api/v1/tickets/" + ticket + "/comments").json().get("data"))
                .hasSize(1);
    }

    @Test
    void findsNothingInAnyListHoweverItIsAsked() {
        for (var list : List.of(
                "/api/v1/tickets",
                "/api/v1/tickets?q=secret",
                "/api/v1/tickets?requester_id=" + contact,
                "/api/v1/organizations",
                "/api/v1/teams",
                "/api/v1/business-hours",
                "/api/v1/sla-policies",
                "/api/v1/contacts",
                "/api/v1/contacts?email=secret@example.com")) {
            assertThat(attacker.get(list).expect(200).json().get("data")).isEmpty();
        }
    }
}
