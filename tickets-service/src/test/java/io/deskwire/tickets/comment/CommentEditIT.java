package io.deskwire.tickets.comment;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// What becomes of a comment that somebody thinks better of.
@TicketsServiceTest
class CommentEditIT {
    @LocalServerPort
    int port;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    Desk desk;
    Api agent;
    String ticket;
    String comment;

    @BeforeEach
    void say() {
        desk = Desk.at(port);
        agent = desk.agent();
        ticket = Desk.ticket(agent, "talked about");
        comment = said(agent, "On its way.", "public");
    }

    private String said(Api api, String body, String visibility) {
        return api.post(ticket + "/comments", Map.of("body", body, "visibility", visibility))
                .expect(201)
                .header("Location");
    }

    @Test
    void keepsWhatItSaidBefore() {
        var second =
                agent.patch(comment, Map.of("body", "On its way since noon.")).expect(200);
        agent.patch(comment, Map.of("body", "Lost.")).expect(200);

        assertThat(second.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(second.json().get("edited_at").isNull()).isFalse();
        assertThat(agent.get(comment).text("/body")).isEqualTo("Lost.");
        var edits = desk.va().get(comment + "/edits").expect(200).json().get("data");
        assertThat(edits.findValuesAsString("body")).containsExactly("On its way.", "On its way since noon.");
        assertThat(edits.get(1).get("at").asString()).isEqualTo(second.text("/edited_at"));
        assertThat(desk.va()
                        .get(comment + "/edits?limit=1")
                        .json()
                        .get("next_cursor")
                        .isNull())
                .isFalse();
        assertThat(edits.findValuesAsString("body"))
                .as("the feed has told the same")
                .isEqualTo(formerlyTold());
    }

    /// What events of changes say that it said before.
    private List<String> formerlyTold() {
        return system.query(
                "test",
                () -> jdbc.sql("""
                        SELECT data FROM outbox WHERE tenant_id = :tenant AND type = 'comment.updated' ORDER BY id
                        """)
                        .param("tenant", desk.tenant())
                        .query((row, _) -> JsonMapper.shared()
                                .readTree(row.getString("data"))
                                .at("/old_record/body")
                                .asString())
                        .list());
    }

    @Test
    void isItsAuthorsForAQuarterOfAnHour() {
        desk.admin().patch(comment, Map.of("body", "x")).problem(403, "not-author");
        desk.server("nightly-export").patch(comment, Map.of("body", "x")).problem(403, "not-author");
        desk.client().patch(comment, Map.of("body", "x")).problem(404, "not-found");
        agent.patch(Desk.NO_TICKET + comment.substring(ticket.length()), Map.of("body", "x"))
                .problem(404, "not-found");
        var other = Desk.ticket(agent, "another");
        agent.patch(other + comment.substring(ticket.length()), Map.of("body", "x"))
                .problem(404, "not-found");

        age();
        agent.patch(comment, Map.of("body", "x")).problem(409, "edit-too-late");
        assertThat(agent.get(comment).text("/body")).isEqualTo("On its way.");
    }

    private void age() {
        system.run(
                "test",
                () -> jdbc.sql(
                                "UPDATE ticket_comments SET created_at = created_at - interval '16 minutes' WHERE tenant_id = :tenant")
                        .param("tenant", desk.tenant())
                        .update());
    }

    @Test
    void isChangedByAClientWhoDoesNotReadWhatIsKept() {
        var client = desk.client();
        ticket = Desk.ticket(client, "mine");
        var own = said(client, "It is blue.", "public");

        client.patch(own, Map.of("body", "It is red.")).expect(200);

        client.get(own + "/edits").problem(403, "forbidden");
        assertThat(agent.get(own + "/edits").json().at("/data/0/body").asString())
                .isEqualTo("It is blue.");
        var note = said(agent, "He is angry.", "internal");
        agent.patch(note, Map.of("body", "He is not.")).expect(200);
        desk.va().get(note + "/edits").problem(404, "not-found");
        client.get(note + "/edits").problem(403, "forbidden");
    }

    @Test
    void countsTheSameOnce() {
        assertThat(agent.patch(comment, Map.of("body", "On its way."))
                        .expect(200)
                        .header("ETag"))
                .isEqualTo("W/\"1\"");
        var once = agent.with("Idempotency-Key", "e");
        once.patch(comment, Map.of("body", "Lost.")).expect(200);
        assertThat(once.patch(comment, Map.of("body", "Lost.")).expect(200).header("Idempotency-Replayed"))
                .isEqualTo("true");
        assertThat(agent.get(comment + "/edits").json().get("data")).hasSize(1);
    }

    @Test
    void refusesWhatIsNoText() {
        agent.patch(comment, Map.of()).problem(400, "malformed");
        agent.patch(comment, Map.of("body", "x", "visibility", "internal")).problem(400, "malformed");
        agent.patch(comment, "{\"body\":\"nul \\u0000\"}").problem(400, "malformed");
        agent.patch(comment, "{\"body\":\"half \\ud800 pair\"}").problem(400, "malformed");
        agent.patch(comment, Map.of("body", "ä".repeat(40_000))).problem(400, "malformed");
    }

    @Test
    void ofTwoWhoSawTheSameVersionOneChangesIt() {
        var seen = agent.with("If-Match", "W/\"1\"");

        var answers = IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> seen.patch(comment, Map.of("body", "change " + i))))
                .toList();

        assertThat(answers.stream().map(answer -> answer.join().status())).containsExactlyInAnyOrder(200, 412);
        assertThat(agent.get(comment + "/edits").json().get("data")).hasSize(1);
    }

    @Test
    void isDeletedByThoseWhoMayDeleteTickets() {
        agent.patch(comment, Map.of("body", "Lost.")).expect(200);
        var note = said(agent, "He is angry.", "internal");
        var admin = desk.member("admin", "tickets.read", "tickets.write", "tickets.delete");

        agent.delete(comment).problem(403, "forbidden");
        desk.member("admin", "tickets.read", "tickets.delete").delete(comment).problem(403, "forbidden");
        admin.delete(note).problem(404, "not-found");
        admin.with("If-Match", "W/\"1\"").delete(comment).problem(412, "stale");
        admin.delete(comment).expect(204);
        admin.delete(comment).problem(404, "not-found");
        agent.get(comment + "/edits").problem(404, "not-found");
        assertThat(system.<Long>query(
                        "test",
                        () -> jdbc.sql("SELECT count(*) FROM ticket_comment_edits WHERE tenant_id = :tenant")
                                .param("tenant", desk.tenant())
                                .query(Long.class)
                                .single()))
                .isZero();
        Desk.at(port).admin().delete(note).problem(404, "not-found");
        desk.admin().delete(note).expect(204);
    }
}
