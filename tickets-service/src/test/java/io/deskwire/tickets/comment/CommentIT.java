package io.deskwire.tickets.comment;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketsServiceTest
class CommentIT {
    @LocalServerPort
    int port;

    Desk desk;
    Api agent;
    String comments;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
        comments = Desk.ticket(agent, "talked about") + "/comments";
    }

    @Test
    void saysSomethingAboutATicket() {
        var made = agent.post(comments, Map.of("body", "On its way.")).expect(201);

        assertThat(made.json().propertyNames())
                .containsExactly(
                        "id",
                        "tenant_id",
                        "ticket_id",
                        "author_id",
                        "from_customer",
                        "visibility",
                        "body",
                        "mentions",
                        "version",
                        "created_at",
                        "edited_at");
        assertThat(made.text("/visibility")).isEqualTo("public");
        assertThat(agent.get(made.header("Location")).expect(200).json()).isEqualTo(made.json());
        assertThat(agent.get(comments).expect(200).json().at("/data/0")).isEqualTo(made.json());
    }

    @Test
    void keepsItsBlanks() {
        assertThat(agent.post(comments, Map.of("body", "    code\n\ntext\n"))
                        .expect(201)
                        .text("/body"))
                .isEqualTo("    code\n\ntext\n");
        agent.post(comments, Map.of("body", "\u00a0\u200b")).problem(400, "malformed");
    }

    @Test
    void showsInternalCommentsToTheTeamAlone() {
        var internal = agent.post(comments, Map.of("body", "He is angry", "visibility", "internal"))
                .expect(201)
                .header("Location");
        agent.post(comments, Map.of("body", "Sorry", "visibility", "public")).expect(201);

        assertThat(bodies(agent)).containsExactly("He is angry", "Sorry");
        assertThat(bodies(desk.va())).containsExactly("Sorry");
        desk.va().get(internal).problem(404, "not-found");
        desk.va().post(comments, Map.of("body", "x", "visibility", "internal")).problem(403, "forbidden");
    }

    @Test
    void pagesOldestFirst() {
        for (int i = 0; i < 5; i++) {
            agent.post(comments, Map.of("body", "comment " + i)).expect(201);
        }

        var first = agent.get(comments + "?limit=3").expect(200);
        var second = agent.get(comments + "?limit=3&cursor=" + first.text("/next_cursor"))
                .expect(200);

        assertThat(first.json().get("data").findValuesAsString("body"))
                .containsExactly("comment 0", "comment 1", "comment 2");
        assertThat(second.json().get("data").findValuesAsString("body")).containsExactly("comment 3", "comment 4");
        assertThat(second.json().get("next_cursor").isNull()).isTrue();
    }

    @Test
    void namesEveryBadField() {
        var errors = agent.post(comments, Map.of("body", " ", "visibility", "secret"))
                .problem(400, "malformed")
                .get("errors");

        assertThat(errors.findValuesAsString("field")).containsExactlyInAnyOrder("body", "visibility");
        agent.post(comments, Map.of("body", "x", "nonsense", 1)).problem(400, "malformed");
        agent.post(comments, Map.of("body", "ä".repeat(40_000))).problem(400, "malformed");
        agent.post(comments, "{\"body\":\"nul \\u0000\"}").problem(400, "malformed");
        agent.post(comments, "{\"body\":\"half \\ud800 pair\"}").problem(400, "malformed");
        agent.post(Desk.NO_TICKET + "/comments", Map.of("body", "x")).problem(404, "not-found");
        agent.get(Desk.NO_TICKET + "/comments").problem(404, "not-found");
        desk.member("va", "tickets.read").post(comments, Map.of("body", "x")).problem(403, "forbidden");
    }

    @Test
    void isRepeatableByKey() {
        var once = agent.with("Idempotency-Key", "c");
        var first = once.post(comments, Map.of("body", "x")).expect(201);

        assertThat(once.post(comments, Map.of("body", "x")).expect(201).json()).isEqualTo(first.json());
        assertThat(bodies(agent)).hasSize(1);
    }

    private List<String> bodies(Api api) {
        return api.get(comments).expect(200).json().get("data").findValuesAsString("body");
    }
}
