package io.deskwire.tickets.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/// Two things on one ticket.
@TicketsServiceTest
class SplitIT {
    @LocalServerPort
    int port;

    Desk desk;
    Api agent;
    Api client;
    String ticket;
    String second;

    @BeforeEach
    void ask() {
        desk = Desk.at(port);
        agent = desk.agent();
        client = desk.client();
        ticket = Desk.ticket(client, "two things");
        said(client, "It is late", "public");
        second = said(client, "And it is blue", "public");
    }

    private String said(Api api, String body, String visibility) {
        return api.post(ticket + "/comments", Map.of("body", body, "visibility", visibility))
                .expect(201)
                .text("/id");
    }

    private Answer split(Api api, String subject, Object... comments) {
        return api.post(ticket + "/split", Map.of("comment_ids", List.of(comments), "subject", subject));
    }

    private static List<String> bodies(Api api, String ticket) {
        return api.get(ticket + "/comments").expect(200).json().get("data").findValuesAsString("body");
    }

    @Test
    void movesCommentsToATicketOfTheSameRequester() {
        var note = said(agent, "Blue is wrong", "internal");
        var before = agent.get(ticket).json();

        var made = split(agent, " It is blue ", second, note).expect(201);

        assertThat(made.text("/subject")).isEqualTo("It is blue");
        assertThat(made.text("/status")).isEqualTo("open");
        assertThat(made.text("/channel")).isEqualTo(before.get("channel").asString());
        var path = made.header("Location");
        assertThat(bodies(agent, ticket)).containsExactly("It is late");
        assertThat(bodies(agent, path)).containsExactly("And it is blue", "Blue is wrong");
        assertThat(bodies(client, path)).as("the requester sees it too").containsExactly("And it is blue");
        assertThat(agent.get(path + "/comments/" + second)
                        .expect(200)
                        .json()
                        .get("version")
                        .asInt())
                .isEqualTo(2);
        agent.get(ticket + "/comments/" + second).problem(404, "not-found");
        assertThat(agent.get(path + "/links").json().at("/data/0/kind").asString())
                .isEqualTo("related");
        assertThat(agent.get(path + "/links").json().at("/data/0/ticket_id").asString())
                .isEqualTo(before.get("id").asString());
    }

    @Test
    void movesOnlyWhatTheCallerSeesOnThisTicket() {
        var note = said(agent, "Blue is wrong", "internal");
        var elsewhere = agent.post(Desk.ticket(agent, "another") + "/comments", Map.of("body", "x"))
                .expect(201)
                .text("/id");
        var other = Desk.at(port);
        var foreign = other.agent()
                .post(Desk.ticket(other.agent(), "theirs") + "/comments", Map.of("body", "x"))
                .expect(201)
                .text("/id");

        for (var nothing : List.of(elsewhere, foreign, UUID.randomUUID().toString())) {
            assertThat(split(agent, "x", second, nothing)
                            .problem(400, "malformed")
                            .get("errors")
                            .findValuesAsString("message"))
                    .containsExactly(nothing + " is no comment on this ticket");
        }
        split(desk.va(), "x", note).problem(400, "malformed");
        split(client, "x", second).problem(403, "forbidden");
        split(desk.member("va", "tickets.read"), "x", second).problem(403, "forbidden");
        assertThat(bodies(agent, ticket)).hasSize(3);
        assertThat(agent.get("/api/v1/tickets").json().get("data"))
                .as("no ticket is left of what was refused")
                .hasSize(2);
    }

    @Test
    void refusesWhatIsNoSplit() {
        assertThat(agent.post(ticket + "/split", Map.of())
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactly("comment_ids", "subject");
        split(agent, "x").problem(400, "malformed");
        split(agent, "x", "7").problem(400, "malformed");
        split(agent, "x".repeat(301), second).problem(400, "malformed");
        agent.post(ticket + "/split", "{\"comment_ids\":[\"%s\"],\"subject\":\"nul \\u0000\"}".formatted(second))
                .problem(400, "malformed");
        split(agent, "x", Stream.generate(UUID::randomUUID).limit(101).toArray())
                .problem(400, "malformed");
        agent.post(Desk.NO_TICKET + "/split", Map.of("comment_ids", List.of(second), "subject", "x"))
                .problem(404, "not-found");
        var target = Desk.ticket(agent, "target");
        agent.post(ticket + "/merge", Map.of("into", target.substring(target.lastIndexOf('/') + 1)))
                .expect(200);
        split(agent, "x", second).problem(409, "ticket-merged");
    }

    @Test
    void isRepeatableByKey() {
        var once = agent.with("Idempotency-Key", "s");
        var made = split(once, "It is blue", second).expect(201);

        assertThat(split(once, "It is blue", second).expect(201).header("Location"))
                .isEqualTo(made.header("Location"));
        split(agent, "It is blue", second).problem(400, "malformed");
    }
}
