package io.deskwire.tickets.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@TicketsServiceTest
class LinkIT {
    @LocalServerPort
    int port;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

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

    @ParameterizedTest
    @CsvSource({"restore,delete", "delete,restore", "restore,restore", "delete,delete"})
    void goWithBothTicketsWhoeverMovesThemAtOnce(String one, String other) {
        var admin = desk.admin();
        for (var round = 0; round < 5; round++) {
            var a = Desk.ticket(agent, "a");
            var b = Desk.ticket(agent, "b");
            link(agent, a, "blocks", b).expect(201);
            before(admin, a, one);
            before(admin, b, other);

            var answers = List.of(
                            CompletableFuture.supplyAsync(() -> move(admin, a, one)),
                            CompletableFuture.supplyAsync(() -> move(admin, b, other)))
                    .stream()
                    .map(answer -> answer.join().status())
                    .toList();

            assertThat(answers).isSubsetOf(200, 204);
            var seen = one.equals("restore") && other.equals("restore");
            assertThat(trashed(a)).containsOnly(!seen);
            assertThat(trashed(a)).hasSize(2);
        }
    }

    /// So that it can be moved.
    private static void before(Api admin, String ticket, String move) {
        if (move.equals("restore")) {
            admin.delete(ticket).expect(204);
        }
    }

    private static Answer move(Api admin, String ticket, String how) {
        return how.equals("restore") ? admin.post(ticket + "/restore", Map.of()) : admin.delete(ticket);
    }

    private List<Boolean> trashed(String ticket) {
        return system.query(
                "test",
                () -> jdbc.sql("""
                                SELECT trashed FROM ticket_links
                                 WHERE tenant_id = :tenant AND (from_ticket_id = :id OR ticket_id = :id)
                                """)
                        .param("tenant", desk.tenant())
                        .param("id", UUID.fromString(id(ticket)))
                        .query(Boolean.class)
                        .list());
    }

    /// What stands in the way of the second is not committed yet when the first is at the links.
    @Test
    void stayInTheTrashWhereTheOtherTicketIsAboutToGoThere() {
        var admin = desk.admin();
        link(agent, first, "blocks", second).expect(201);
        admin.delete(first).expect(204);

        CompletableFuture<Answer> restored = system.call("test", () -> {
            jdbc.sql("UPDATE tickets SET deleted_at = now() WHERE tenant_id = :tenant AND id = :id")
                    .param("tenant", desk.tenant())
                    .param("id", UUID.fromString(id(second)))
                    .update();
            jdbc.sql("""
                            SELECT id FROM ticket_links WHERE tenant_id = :tenant AND ticket_id = :id OR from_ticket_id = :id
                             ORDER BY id FOR NO KEY UPDATE
                            """)
                    .param("tenant", desk.tenant())
                    .param("id", UUID.fromString(id(second)))
                    .query()
                    .listOfRows();
            var asked = CompletableFuture.supplyAsync(() -> move(admin, first, "restore"));
            await().until(() -> jdbc.sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
                            .query(Long.class)
                            .single()
                    > 0);
            return asked;
        });

        restored.join().expect(200);
        assertThat(trashed(first)).containsExactly(true, true);
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
