package io.deskwire.tickets.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketsServiceTest
class LinkIT {
    @LocalServerPort
    int port;

    Desk desk;
    Api agent;
    String first;
    String second;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
        first = Desk.ticket(agent, "first");
        second = Desk.ticket(agent, "second");
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Answer link(Api api, String from, String kind, String to) {
        return api.post(from + "/links", Map.of("ticket_id", id(to), "kind", kind));
    }

    private Answer unlink(Api api, String from, String kind, String to) {
        return api.send("DELETE", from + "/links", Map.of("ticket_id", id(to), "kind", kind));
    }

    /// Such as `blocks <id>`.
    private List<String> links(String ticket) {
        return agent.get(ticket + "/links")
                .expect(200)
                .json()
                .get("data")
                .valueStream()
                .map(link -> link.get("kind").asString() + " "
                        + link.get("ticket_id").asString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"parent,child", "child,parent", "duplicate,duplicated_by", "related,related", "blocks,blocked_by"})
    void areSeenFromBothTickets(String kind, String inverse) {
        var made = link(agent, first, kind, second).expect(201);

        assertThat(made.json().propertyNames())
                .containsExactly(
                        "id",
                        "tenant_id",
                        "from_ticket_id",
                        "kind",
                        "ticket_id",
                        "version",
                        "created_by",
                        "created_at");
        assertThat(agent.get(made.header("Location")).expect(200).json()).isEqualTo(made.json());
        assertThat(links(first)).containsExactly(kind + " " + id(second));
        assertThat(links(second)).containsExactly(inverse + " " + id(first));
        assertThat(link(agent, first, kind, second)
                        .problem(409, "already-linked")
                        .get("existing_id")
                        .asString())
                .isEqualTo(made.text("/id"));
        link(agent, second, kind, first).problem(409, "already-linked");
        unlink(agent, first, kind, second).expect(204);
        assertThat(links(first)).isEmpty();
        assertThat(links(second)).isEmpty();
        unlink(agent, first, kind, second).problem(404, "not-found");
    }

    @Test
    void areDeletedByTheirIdFromEitherSide() {
        link(agent, first, "blocks", second).expect(201);
        link(agent, first, "related", second).expect(201);
        var inverse = agent.get(second + "/links").json().at("/data/0/id").asString();

        agent.delete(first + "/links/" + inverse).problem(404, "not-found");
        agent.delete(second + "/links/" + inverse).expect(204);

        assertThat(links(first)).containsExactly("related " + id(second));
        agent.delete(second + "/links/" + inverse).problem(404, "not-found");
    }

    @Test
    void areOfTwoTicketsThatTheCallerSees() {
        var other = Desk.at(port);
        var foreign = Desk.ticket(other.agent(), "theirs");

        for (var nothing : List.of(first, foreign, Desk.NO_TICKET)) {
            assertThat(link(agent, first, "related", nothing)
                            .problem(400, "malformed")
                            .get("errors")
                            .findValuesAsString("field"))
                    .containsExactly("ticket_id");
        }
        link(agent, foreign, "related", first).problem(404, "not-found");
        unlink(agent, foreign, "related", first).problem(404, "not-found");
        agent.post(first + "/links", Map.of("ticket_id", "7", "kind", "duplicated_by"))
                .problem(400, "malformed");
        assertThat(agent.post(first + "/links", Map.of())
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactly("ticket_id", "kind");
    }

    @Test
    void areTheTeams() {
        var client = desk.client();
        var own = Desk.ticket(client, "mine");
        link(agent, first, "related", own).expect(201);

        client.get(own + "/links").problem(403, "forbidden");
        link(client, own, "blocks", first).problem(403, "forbidden");
        unlink(client, own, "related", first).problem(403, "forbidden");
        var reader = desk.member("va", "tickets.read");
        reader.get(own + "/links").expect(200);
        link(reader, first, "blocks", second).problem(403, "forbidden");
        unlink(reader, first, "related", own).problem(403, "forbidden");
    }

    @Test
    void goIntoTheTrashWithEitherTicketAndComeOutWithBoth() {
        var admin = desk.admin();
        link(agent, first, "blocks", second).expect(201);

        admin.delete(first).expect(204);
        assertThat(links(second)).isEmpty();
        admin.delete(second).expect(204);
        admin.post(first + "/restore", Map.of()).expect(200);
        assertThat(links(first)).isEmpty();
        admin.post(second + "/restore", Map.of()).expect(200);
        assertThat(links(first)).containsExactly("blocks " + id(second));
        assertThat(links(second)).containsExactly("blocked_by " + id(first));
        admin.delete(first).expect(204);
        admin.post(first + "/purge", Map.of()).expect(204);
        assertThat(links(second)).isEmpty();
    }

    @Test
    void areMadeOnceHoweverManyMakeThem() {
        var answers = List.of(
                        CompletableFuture.supplyAsync(() -> link(agent, first, "blocks", second)),
                        CompletableFuture.supplyAsync(() -> link(agent, second, "blocks", first)),
                        CompletableFuture.supplyAsync(() -> link(agent, first, "blocks", second)))
                .stream()
                .map(answer -> answer.join().status())
                .toList();

        assertThat(answers).containsExactlyInAnyOrder(201, 409, 409);
        assertThat(links(first)).hasSize(1);
        assertThat(links(second)).hasSize(1);
    }

    @Test
    void areRepeatableByKeyAndReadInPages() {
        var once = agent.with("Idempotency-Key", "l");
        link(once, first, "blocks", second).expect(201);
        assertThat(link(once, first, "blocks", second).expect(201).header("Idempotency-Replayed"))
                .isEqualTo("true");
        link(agent, first, "related", second).expect(201);

        var page = agent.get(first + "/links?limit=1").expect(200);
        assertThat(page.json().at("/data/0/kind").asString()).isEqualTo("blocks");
        assertThat(agent.get(first + "/links?limit=1&cursor=" + page.text("/next_cursor"))
                        .json()
                        .at("/data/0/kind")
                        .asString())
                .isEqualTo("related");
    }
}
