package io.deskwire.tickets.trash;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What becomes of deleted tickets.
@TicketsServiceTest
class TrashIT {
    private static final String TRASH = "/api/v1/tickets?deleted=true";

    @LocalServerPort
    int port;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TrashSweep sweep;

    Desk desk;
    Api admin;
    Api agent;
    String ticket;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        admin = desk.admin();
        agent = desk.agent();
        ticket = Desk.ticket(agent, "deleted by mistake");
    }

    private List<String> subjects(String list) {
        return admin.get(list).expect(200).json().get("data").findValuesAsString("subject");
    }

    @Test
    void showsWhatWasDeletedToThoseWhoMayDelete() {
        var other = Desk.ticket(agent, "second");
        admin.delete(ticket).expect(204);
        admin.delete(other).expect(204);

        assertThat(subjects(TRASH)).containsExactly("second", "deleted by mistake");
        assertThat(subjects("/api/v1/tickets")).isEmpty();
        var trashed = admin.get(ticket + "?deleted=true").expect(200);
        assertThat(trashed.json().get("deleted_at").isNull()).isFalse();
        assertThat(trashed.header("ETag")).isEqualTo("W/\"2\"");
        admin.get(ticket).problem(404, "not-found");
        admin.get(ticket + "/history").problem(404, "not-found");
        admin.patch(ticket, Map.of("status", "solved")).problem(404, "not-found");
        admin.post(ticket + "/comments", Map.of("body", "x")).problem(404, "not-found");
        admin.post(ticket + "/take", Map.of()).problem(404, "not-found");
        agent.get(TRASH).problem(403, "forbidden");
        agent.get(ticket + "?deleted=true").problem(403, "forbidden");
        agent.post(ticket + "/restore", Map.of()).problem(403, "forbidden");
        agent.post(ticket + "/purge", Map.of()).problem(403, "forbidden");
        assertThat(desk.server("nightly-export").get("/api/v1/tickets").json().get("data"))
                .as("the system does not see it either")
                .isEmpty();
        desk.server("nightly-export").get(ticket).problem(404, "not-found");
    }

    @Test
    void isReadInPages() {
        for (int i = 0; i < 3; i++) {
            admin.delete(Desk.ticket(agent, "ticket " + i)).expect(204);
        }

        var first = admin.get(TRASH + "&limit=2").expect(200);
        var second = admin.get(TRASH + "&limit=2&cursor=" + first.text("/next_cursor"))
                .expect(200);

        assertThat(first.json().get("data").findValuesAsString("subject")).containsExactly("ticket 2", "ticket 1");
        assertThat(second.json().get("data").findValuesAsString("subject")).containsExactly("ticket 0");
        assertThat(second.json().get("next_cursor").isNull()).isTrue();
        assertThat(second.text("/complete_until")).isEqualTo(first.text("/complete_until"));
        assertThat(admin.get(TRASH + "&status=open")
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactly("status");
        admin.get(TRASH + "&cursor=nonsense").problem(400, "malformed");
    }

    @Test
    void givesATicketBackWithItsComments() {
        agent.patch(ticket, Map.of("status", "solved", "tags", List.of("late"))).expect(200);
        var said = agent.post(ticket + "/comments", Map.of("body", "said")).expect(201);
        agent.post(ticket + "/comments", Map.of("body", "noted", "visibility", "internal"))
                .expect(201);
        var before = agent.get(ticket).json();
        // Internal notes go along even where the caller may not read them.
        var deleter = desk.member("admin", "tickets.read", "tickets.write", "tickets.delete");
        deleter.delete(ticket).expect(204);

        var restored = deleter.post(ticket + "/restore", Map.of()).expect(200);

        assertThat(restored.json().get("deleted_at").isNull()).isTrue();
        for (var field : List.of("number", "status", "solved_at", "tags", "created_at")) {
            assertThat(restored.json().get(field)).as(field).isEqualTo(before.get(field));
        }
        assertThat(agent.get(ticket).expect(200).json()).isEqualTo(restored.json());
        assertThat(agent.get(ticket + "/comments").json().get("data").findValuesAsString("body"))
                .containsExactly("said", "noted");
        assertThat(agent.get(said.header("Location")).expect(200).header("ETag"))
                .isEqualTo("W/\"3\"");
        assertThat(subjects(TRASH)).isEmpty();
        admin.post(ticket + "/restore", Map.of()).problem(404, "not-found");
        assertThat(types())
                .endsWith(
                        "comment.deleted",
                        "comment.deleted",
                        "ticket.deleted",
                        "comment.restored",
                        "comment.restored",
                        "ticket.restored");
    }

    @Test
    void tellsWhoDeletedAndRestored() {
        var user = UUID.randomUUID();
        var deleter = desk.member(user, "admin", "tickets.read", "tickets.write", "tickets.delete");
        deleter.delete(ticket).expect(204);
        deleter.post(ticket + "/restore", Map.of()).expect(200);

        var history = agent.get(ticket + "/history").json().get("data");

        assertThat(history).hasSize(3);
        assertThat(history.get(1).get("actor").asString()).isEqualTo("user:" + user);
        assertThat(history.get(1).at("/changes/0/field").asString()).isEqualTo("deleted_at");
        assertThat(history.get(1).at("/changes/0/from").isNull()).isTrue();
        assertThat(history.get(2).at("/changes/0/to").isNull()).isTrue();
    }

    @Test
    void freesAnExternalId() {
        var body = Map.of("subject", "from the shop", "source", "shop", "external_id", "7");
        var first = agent.post("/api/v1/tickets", body).expect(201).header("Location");
        admin.delete(first).expect(204);

        var second = agent.put("/api/v1/tickets/by-external-id/shop/7", Map.of("subject", "again"))
                .expect(201)
                .header("Location");
        agent.post("/api/v1/tickets", body).problem(409, "external-id-taken");
        admin.post(first + "/restore", Map.of()).problem(409, "external-id-taken");
        assertThat(admin.get(first + "?deleted=true").status()).isEqualTo(200);
        admin.delete(second).expect(204);
        admin.post(first + "/restore", Map.of()).expect(200);
    }

    @Test
    void isEmptiedOneByOne() {
        agent.post(ticket + "/comments", Map.of("body", "said")).expect(201);
        admin.post(ticket + "/purge", Map.of()).problem(404, "not-found");
        admin.delete(ticket).expect(204);

        var once = admin.with("Idempotency-Key", "p");
        once.post(ticket + "/purge", Map.of()).expect(204);
        assertThat(once.post(ticket + "/purge", Map.of()).expect(204).header("Idempotency-Replayed"))
                .isEqualTo("true");

        admin.post(ticket + "/purge", Map.of()).problem(404, "not-found");
        admin.post(ticket + "/restore", Map.of()).problem(404, "not-found");
        admin.get(ticket + "?deleted=true").problem(404, "not-found");
        for (var table : List.of("tickets", "ticket_texts", "ticket_comments", "ticket_history")) {
            assertThat(rows(table)).as(table).isZero();
        }
        assertThat(audience("ticket.purged"))
                .isEqualTo("{\"permission\":\"tickets.delete\",\"users\":[],\"needs\":[\"tickets.read\"]}");
    }

    @Test
    void isEmptiedAfterAMonth() {
        var younger = Desk.ticket(agent, "deleted yesterday");
        var alive = Desk.ticket(agent, "alive");
        admin.delete(ticket).expect(204);
        admin.delete(younger).expect(204);
        age(ticket, "30 days 1 second");
        age(younger, "29 days");

        sweep.sweep();

        assertThat(subjects(TRASH)).containsExactly("deleted yesterday");
        agent.get(alive).expect(200);
        assertThat(actors("ticket.purged")).containsExactly("system:trash-purge");
        sweep.sweep();
        assertThat(actors("ticket.purged")).hasSize(1);
    }

    @Test
    void isEmptiedByTwoNodesAtOnce() {
        for (int i = 0; i < 30; i++) {
            var path = Desk.ticket(agent, "ticket " + i);
            admin.delete(path).expect(204);
            age(path, "31 days");
        }

        var nodes = List.of(CompletableFuture.runAsync(sweep::sweep), CompletableFuture.runAsync(sweep::sweep));
        nodes.forEach(CompletableFuture::join);
        sweep.sweep();

        assertThat(subjects(TRASH)).isEmpty();
        assertThat(actors("ticket.purged")).as("each is told once").hasSize(30);
    }

    /// Of two who want the opposite one gets it, and the other is told that it is not there.
    @Test
    void restoresOrPurgesButNotBoth() {
        admin.delete(ticket).expect(204);

        var answers = List.of(
                        CompletableFuture.supplyAsync(() -> admin.post(ticket + "/restore", Map.of())),
                        CompletableFuture.supplyAsync(() -> admin.post(ticket + "/purge", Map.of())))
                .stream()
                .map(CompletableFuture::join)
                .map(Answer::status)
                .toList();

        assertThat(answers).containsAnyOf(200, 204).contains(404);
        assertThat(rows("tickets")).isEqualTo(answers.contains(200) ? 1 : 0);
    }

    private void age(String path, String interval) {
        system.run(
                "test",
                () -> jdbc.sql(
                                "UPDATE tickets SET deleted_at = now() - :age::interval WHERE tenant_id = :tenant AND id = :id")
                        .param("age", interval)
                        .param("tenant", desk.tenant())
                        .param("id", UUID.fromString(path.substring(path.lastIndexOf('/') + 1)))
                        .update());
    }

    private long rows(String table) {
        return system.<Long>query(
                "test",
                () -> jdbc.sql("SELECT count(*) FROM %s WHERE tenant_id = :tenant".formatted(table))
                        .param("tenant", desk.tenant())
                        .query(Long.class)
                        .single());
    }

    private List<String> types() {
        return told("SELECT type FROM outbox WHERE tenant_id = :tenant ORDER BY id");
    }

    private List<String> actors(String type) {
        return told("SELECT actor FROM outbox WHERE tenant_id = :tenant AND type = '%s' ORDER BY id".formatted(type));
    }

    private String audience(String type) {
        return told("SELECT audience FROM outbox WHERE tenant_id = :tenant AND type = '%s'".formatted(type))
                .getFirst();
    }

    private List<String> told(String sql) {
        return system.query(
                "test",
                () -> jdbc.sql(sql)
                        .param("tenant", desk.tenant())
                        .query(String.class)
                        .list());
    }
}
