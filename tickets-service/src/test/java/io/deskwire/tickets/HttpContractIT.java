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
    private static final String NOTHING = "00000000-0000-7000-8000-000000000000";
    private static final HttpContract CONTRACT = HttpContract.of("tickets");

    @LocalServerPort
    int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    Api victim;
    Api attacker;
    String ticket;
    String number;
    String comment;
    String contact;
    String organization;
    String team;
    String link;
    String view;
    String field;
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
        number = made.text("/number");
        contact = made.text("/requester_id");
        organization = victim.post("/api/v1/organizations", Map.of("name", "secret"))
                .expect(201)
                .text("/id");
        team = victim.post("/api/v1/teams", Map.of("name", "secret"))
                .expect(201)
                .text("/id");
        view = victim.post("/api/v1/views", Map.of("title", "secret", "shared_with", "tenant"))
                .expect(201)
                .text("/id");
        field = victim.post("/api/v1/ticket-fields", Map.of("key", "secret", "label", "Secret", "type", "text"))
                .expect(201)
                .text("/id");
        hours = victim.post("/api/v1/business-hours", Map.of("name", "secret", "time_zone", "UTC", "week", Map.of()))
                .expect(201)
                .text("/id");
        policy = victim.post(
                        "/api/v1/sla-policies",
                        Map.of(
                                "title",
                                "secret",
                                "targets",
                                Map.of("low", Map.of("first_response", "PT1H", "resolution", "P1D"))))
                .expect(201)
                .text("/id");
        comment = victim.post("/api/v1/tickets/" + ticket + "/comments", Map.of("body", "secret"))
                .expect(201)
                .text("/id");
        link = victim.post(
                        "/api/v1/tickets/" + ticket + "/links",
                        Map.of(
                                "ticket_id",
                                victim.post("/api/v1/tickets", Map.of("subject", "secret too"))
                                        .text("/id"),
                                "kind",
                                "related"))
                .expect(201)
                .text("/id");
        victim.put("/api/v1/tickets/" + ticket + "/draft", Map.of("body", "secret"))
                .expect(200);
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
                        .id("/api/v1/tickets/{}/followers/{}", team)
                        .id("/api/v1/views/{}", view)
                        .body("PATCH /api/v1/views/{}", Map.of("title", "x"))
                        .id("/api/v1/ticket-fields/{}", field)
                        .body("PATCH /api/v1/ticket-fields/{}", Map.of("label", "x"))
                        .body("PATCH /api/v1/teams/{}", Map.of("name", "x"))
                        .body("POST /api/v1/tickets/{}/assign", Map.of("strategy", "auto"))
                        .body("PATCH /api/v1/organizations/{}", Map.of("name", "x"))
                        .body("PATCH /api/v1/tickets/{}", Map.of("status", "closed"))
                        .body("POST /api/v1/tickets/{}/comments", Map.of("body", "x", "visibility", "public"))
                        .body("PATCH /api/v1/tickets/{}/comments/{}", Map.of("body", "x"))
                        .body("PUT /api/v1/tickets/{}/draft", Map.of("body", "x"))
                        .id("/api/v1/tickets/{}/links/{}", link)
                        .body("POST /api/v1/tickets/{}/links", Map.of("ticket_id", NOTHING, "kind", "related"))
                        .body("POST /api/v1/tickets/{}/merge", Map.of("into", NOTHING))
                        .body("POST /api/v1/tickets/{}/split", Map.of("comment_ids", List.of(comment), "subject", "x"))
                        // Names its link in a body, which LinkIT sends.
                        .without("DELETE /api/v1/tickets/{}/links")
                        .body("PATCH /api/v1/contacts/{}", Map.of("name", "x"))
                        // Names no id but the caller's own name for its own ticket.
                        .without("PUT /api/v1/tickets/by-external-id/{}/{}")
                        .findings())
                .isEmpty();
        victim.get("/api/v1/tickets/" + ticket).expect(200);
        assertThat(victim.get("/api/v1/tickets/" + ticket + "/comments").json().get("data"))
                .hasSize(1);
        assertThat(victim.get("/api/v1/tickets/" + ticket + "/draft").text("/body"))
                .isEqualTo("secret");
    }

    @Test
    void findsNothingInAnyListHoweverItIsAsked() {
        for (var list : List.of(
                "/api/v1/tickets",
                "/api/v1/tickets?q=secret",
                "/api/v1/search?q=secret",
                "/api/v1/search?q=%23" + number,
                "/api/v1/tickets?requester_id=" + contact,
                "/api/v1/tickets?deleted=true",
                "/api/v1/organizations",
                "/api/v1/teams",
                "/api/v1/views",
                "/api/v1/views?counts=true",
                "/api/v1/ticket-fields",
                "/api/v1/business-hours",
                "/api/v1/sla-policies",
                "/api/v1/contacts",
                "/api/v1/contacts?email=secret@example.com")) {
            assertThat(attacker.get(list).expect(200).json().get("data")).isEmpty();
        }
    }
}
