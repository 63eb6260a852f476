package io.deskwire.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/// A client sees their own tickets and public comments, and nothing of how the team works.
@TicketsServiceTest
class ClientVisibilityIT {
    @LocalServerPort
    int port;

    Desk desk;
    Api client;
    Api agent;
    String own;
    String others;

    @BeforeEach
    void ask() {
        desk = Desk.at(port);
        client = desk.client();
        agent = desk.agent();
        own = Desk.ticket(client, "mine");
        others = Desk.ticket(agent, "somebody else's");
        Desk.ticket(desk.client(), "another client's");
    }

    @Test
    void listsAndReadsTheirOwnAlone() {
        assertThat(client.get("/api/v1/tickets").expect(200).json().get("data").findValuesAsString("subject"))
                .containsExactly("mine");
        client.get(own).expect(200);
        client.get(others).problem(404, "not-found");
        client.get(others + "/comments").problem(404, "not-found");
        client.post(others + "/comments", Map.of("body", "x")).problem(404, "not-found");
        client.patch(others, Map.of("status", "solved")).problem(404, "not-found");
        assertThat(agent.get("/api/v1/tickets").json().get("data")).hasSize(3);
    }

    @Test
    void seesPublicCommentsAndWritesThem() {
        agent.post(own + "/comments", Map.of("body", "hidden", "visibility", "internal"))
                .expect(201);
        agent.post(own + "/comments", Map.of("body", "hello")).expect(201);
        client.post(own + "/comments", Map.of("body", "thanks")).expect(201);

        assertThat(client.get(own + "/comments").expect(200).json().get("data").findValuesAsString("body"))
                .containsExactly("hello", "thanks");
        client.post(own + "/comments", Map.of("body", "x", "visibility", "internal"))
                .problem(403, "forbidden");
    }

    @Test
    void saysThatItIsSolvedAndNothingElse() {
        client.patch(own, Map.of("status", "solved")).expect(200);
        client.patch(own, Map.of("status", "open")).expect(200);
        client.patch(own, Map.of("status", "closed")).problem(403, "not-for-requester");
        client.patch(own, Map.of("priority", "urgent")).problem(403, "not-for-requester");
        client.patch(own, Map.of("status", "solved", "tags", List.of("x"))).problem(403, "not-for-requester");
        client.delete(own).problem(403, "forbidden");
        client.get(own + "/history").problem(403, "forbidden");
    }

    @Test
    void seesNoTrashAndNoTags() {
        agent.post(own + "/comments", Map.of("body", "hello")).expect(201);
        desk.admin().delete(own).expect(204);

        client.get(own).problem(404, "not-found");
        client.get(own + "?deleted=true").problem(403, "forbidden");
        client.get("/api/v1/tickets?deleted=true").problem(403, "forbidden");
        client.post(own + "/restore", Map.of()).problem(403, "forbidden");
        client.post(own + "/purge", Map.of()).problem(403, "forbidden");
        client.get(own + "/comments").problem(404, "not-found");
        client.post(own + "/comments", Map.of("body", "x")).problem(404, "not-found");
        assertThat(client.get("/api/v1/tickets").json().get("data")).isEmpty();
        client.get("/api/v1/tags").problem(403, "forbidden");
        client.post("/api/v1/tags/rename", Map.of("from", "a", "to", "b")).problem(403, "forbidden");
    }

    @Test
    void followsNothingAndLetsNobodyFollow() {
        var user = UUID.randomUUID();

        client.put(own + "/followers/" + user, Map.of()).problem(403, "forbidden");
        client.delete(own + "/followers/" + user).problem(403, "forbidden");
        client.patch(own, Map.of("followers", List.of(user))).problem(403, "not-for-requester");
    }

    @Test
    void namesNobodyElse() {
        client.post("/api/v1/tickets", Map.of("subject", "x", "requester", Map.of("email", "a@example.com")))
                .problem(403, "forbidden");
        client.post("/api/v1/tickets", Map.of("subject", "x", "source", "shop", "external_id", "1"))
                .problem(403, "forbidden");
        client.post("/api/v1/tickets", Map.of("subject", "x", "channel", "email"))
                .problem(403, "forbidden");
        assertThat(client.post(
                                "/api/v1/tickets/bulk",
                                Map.of(
                                        "tickets",
                                        List.of(
                                                Map.of("subject", "ok"),
                                                Map.of("subject", "x", "requester", Map.of("email", "a@example.com")))))
                        .expect(200)
                        .json()
                        .get("results")
                        .valueStream()
                        .map(result -> result.get("status").asInt()))
                .containsExactly(201, 403);
        assertThat(agent.get("/api/v1/contacts").json().get("data")).isEmpty();
    }

    @Test
    void whoMayNotReadAtAllIsToldSo() {
        var writer = desk.member("service", "tickets.write");

        writer.get("/api/v1/tickets").problem(403, "forbidden");
        Desk.ticket(writer, "from a form");
        desk.member("service", "tickets.read")
                .post("/api/v1/tickets", Map.of("subject", "x"))
                .problem(403, "forbidden");
    }
}
