package io.deskwire.tickets.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.event.PeopleEvents;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketsServiceTest
class ViewTicketIT {
    private static final String TICKETS = "/api/v1/tickets";
    private static final String VIEWS = "/api/v1/views";

    @LocalServerPort
    int port;

    Desk desk;
    Api agent;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
    }

    private static Map<String, Object> clause(String field, String op, @Nullable Object value) {
        var clause = new HashMap<String, Object>(Map.of("field", field, "op", op));
        if (value != null) {
            clause.put("value", value);
        }
        return clause;
    }

    /// The path of a view of all for which the clauses hold.
    private static String view(Api api, String sort, List<?> all) {
        return api.post(
                        VIEWS,
                        Map.of("title", "x", "conditions", Map.of("all", all), "sort", sort, "shared_with", "tenant"))
                .expect(201)
                .header("Location");
    }

    private static List<String> subjects(Api api, String view) {
        return api.get(view + "/tickets").expect(200).json().get("data").findValuesAsString("subject");
    }

    private List<String> found(String field, String op, @Nullable Object value) {
        return subjects(agent, view(agent, "created_at", List.of(clause(field, op, value))));
    }

    @Test
    void showsTheTicketsForWhichEveryConditionHolds() {
        var asked = agent.post(
                        TICKETS,
                        Map.of(
                                "subject", "Parcel is late",
                                "description", "It left on Monday.",
                                "priority", "high",
                                "type", "incident",
                                "tags", List.of("VIP"),
                                "channel", "email",
                                "source", "shop",
                                "external_id", "7",
                                "requester", Map.of("email", "a@example.com")))
                .expect(201);
        agent.patch(Desk.ticket(agent, "Invoice is wrong"), Map.of("status", "solved"))
                .expect(200);

        assertThat(found("status", "lt", "solved")).containsExactly("Parcel is late");
        assertThat(found("status", "is", "solved")).containsExactly("Invoice is wrong");
        assertThat(found("priority", "gte", "high")).containsExactly("Parcel is late");
        assertThat(found("type", "is", "incident")).containsExactly("Parcel is late");
        assertThat(found("type", "empty", null)).containsExactly("Invoice is wrong");
        assertThat(found("tag", "is", "vip")).containsExactly("Parcel is late");
        assertThat(found("tag", "not_contains", "vip")).containsExactly("Invoice is wrong");
        assertThat(found("channel", "in", List.of("email", "api"))).containsExactly("Parcel is late");
        assertThat(found("source", "is_not", "shop")).containsExactly("Invoice is wrong");
        assertThat(found("requester_id", "is", asked.text("/requester_id"))).containsExactly("Parcel is late");
        assertThat(found("assignee_id", "not_empty", null)).isEmpty();
        assertThat(found("team_id", "empty", null)).hasSize(2);
        assertThat(found("subject", "contains", "PARCEL")).containsExactly("Parcel is late");
        assertThat(found("text", "contains", "late\nit LEFT")).containsExactly("Parcel is late");
        assertThat(found("text", "not_contains", "monday")).containsExactly("Invoice is wrong");
        assertThat(found("solved_at", "not_empty", null)).containsExactly("Invoice is wrong");
        assertThat(found("created_at", "within", "PT1H")).containsExactly("Parcel is late", "Invoice is wrong");
        assertThat(found("updated_at", "older_than", "PT1H")).isEmpty();
        assertThat(found("created_at", "before", "2020-01-01T00:00:00Z")).isEmpty();
        assertThat(found("sla_breached", "is", false)).hasSize(2);
    }

    @Test
    void showsAndCountsNothingOfTheTrash() {
        var admin = desk.admin();
        Desk.ticket(agent, "kept");
        var gone = Desk.ticket(agent, "gone");
        var view = view(admin, "created_at", List.of(clause("status", "is", "open")));

        admin.delete(gone).expect(204);

        assertThat(subjects(admin, view)).containsExactly("kept");
        assertThat(admin.get(VIEWS + "?counts=true")
                        .expect(200)
                        .json()
                        .at("/data/0/count/tickets")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void asksForOneOfSeveralWhereSomeWillDo() {
        Desk.ticket(agent, "one");
        Desk.ticket(agent, "two");
        Desk.ticket(agent, "three");
        var conditions = Map.of(
                "all", List.of(clause("status", "is", "open")),
                "any", List.of(clause("subject", "is", "one"), clause("subject", "is", "three")));
        var path = agent.post(VIEWS, Map.of("title", "x", "conditions", conditions))
                .expect(201)
                .header("Location");

        assertThat(subjects(agent, path)).containsExactly("three", "one");
    }

    @Test
    void meansByMeAndMyTeamsWhoeverLooks() {
        var manager = desk.manager();
        var people = PeopleEvents.of(desk.tenant());
        var ann = people.member("agent");
        var bob = people.member("agent");
        var team = manager.post("/api/v1/teams", Map.of("name", "Night shift"))
                .expect(201)
                .text("/id");
        manager.patch(Desk.ticket(manager, "Ann's"), Map.of("assignee_id", ann)).expect(200);
        manager.patch(Desk.ticket(manager, "Bob's"), Map.of("assignee_id", bob)).expect(200);
        manager.patch(Desk.ticket(manager, "the team's"), Map.of("team_id", team))
                .expect(200);
        var mine = view(manager, "created_at", List.of(clause("assignee_id", "is", "me")));
        var ours = view(manager, "created_at", List.of(clause("team_id", "in", List.of("my_teams"))));
        var annsDesk = desk.member(ann, "agent", "tickets.read", "tickets.write");
        var bobsDesk = desk.member(bob, "agent", "tickets.read", "tickets.write");

        people.team("team.created", UUID.fromString(team), 1, bob);

        assertThat(subjects(annsDesk, mine)).containsExactly("Ann's");
        assertThat(subjects(bobsDesk, mine)).containsExactly("Bob's");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(subjects(bobsDesk, ours)).containsExactly("the team's"));
        assertThat(subjects(annsDesk, ours)).isEmpty();
        assertThat(subjects(desk.server("report"), mine)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-created_at", "created_at", "-updated_at", "updated_at"})
    void pagesWithoutLossOrRepetition(String sort) {
        var rows = IntStream.range(0, 30)
                .mapToObj(i -> Map.of("subject", "ticket " + i, "priority", i % 3 == 0 ? "high" : "low"))
                .toList();
        agent.post(TICKETS + "/bulk", Map.of("tickets", rows)).expect(200);
        var path = view(agent, sort, List.of(clause("priority", "is", "low")));
        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var page = agent.get("%s/tickets?limit=7&cursor=%s".formatted(path, cursor))
                    .expect(200);
            seen.addAll(page.json().get("data").findValuesAsString("id"));
            cursor = page.json().get("next_cursor").isNull() ? "" : page.text("/next_cursor");
        } while (!cursor.isEmpty());

        var listed = agent.get(TICKETS + "?priority=low&limit=200&sort=" + sort).expect(200);
        assertThat(seen).hasSize(20).isEqualTo(listed.json().get("data").findValuesAsString("id"));
    }

    @Test
    void takesNoCursorButItsOwn() {
        agent.post(TICKETS + "/bulk", Map.of("tickets", Collections.nCopies(3, Map.of("subject", "x"))))
                .expect(200);
        var path = view(agent, "-created_at", List.of());
        var other = view(agent, "-created_at", List.of());
        var page = agent.get(path + "/tickets?limit=1").expect(200);
        var cursor = page.text("/next_cursor");
        var ofTheList = agent.get(TICKETS + "?limit=1").expect(200).text("/next_cursor");
        var key = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\u001f");

        agent.get(path + "/tickets?cursor=" + cursor).expect(200);
        var forged = List.of(
                ofTheList,
                "nonsense",
                forged(key[0], key[1], key[2], "' OR true --"),
                forged(key[0], key[1], "created_at", key[3]),
                forged(key[0], UUID.randomUUID().toString(), key[2], key[3]),
                forged(UUID.randomUUID().toString(), key[1], key[2], key[3]),
                forged(key[0], key[1], key[2], key[3], "2026-11-21T10:00:00Z"));
        for (var bad : forged) {
            assertThat(agent.get(path + "/tickets?cursor=" + bad)
                            .problem(400, "malformed")
                            .get("errors")
                            .findValuesAsString("field"))
                    .containsExactly("cursor");
        }
        agent.get(other + "/tickets?cursor=" + cursor).problem(400, "malformed");
        agent.patch(path, Map.of("sort", "updated_at")).expect(200);
        agent.get(path + "/tickets?cursor=" + cursor).problem(400, "malformed");
    }

    private static String forged(String... key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join("\u001f", key).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100%",
                "a_b",
                "back\\slash",
                "it's",
                "'; DROP TABLE views; --",
                "' OR '1'='1",
                ":condition1",
                ":tenant",
                "?",
                "{0}",
                "$1",
                "\"",
                "😀",
                "GRÖSSE"
            })
    void takesEveryTextForWhatItIs(String text) {
        for (var subject : List.of("nothing of it", "100", "aXb", "back/slash", "1=1")) {
            Desk.ticket(agent, subject);
        }
        Desk.ticket(agent, "with " + text + " in it");

        for (var field : List.of("subject", "text")) {
            assertThat(found(field, "contains", text)).containsExactly("with " + text + " in it");
        }
        assertThat(found("subject", "is", "with " + text + " in it")).hasSize(1);
        assertThat(found("tag", "is", text)).isEmpty();
        assertThat(found("source", "is", text)).isEmpty();
        assertThat(found("subject", "not_contains", text)).hasSize(5);
    }

    @Test
    void asksForAsMuchAsMayBeAskedAndNotForMore() {
        Desk.ticket(agent, "word 7");
        var fifty = IntStream.range(0, 50)
                .mapToObj(i -> clause("text", "contains", "word " + i))
                .toList();
        var asked = Map.of("all", Collections.nCopies(50, clause("status", "in", List.of("open"))), "any", fifty);
        var path = agent.post(VIEWS, Map.of("title", "x", "conditions", asked))
                .expect(201)
                .header("Location");

        assertThat(subjects(agent, path)).containsExactly("word 7");
        assertThat(agent.get(VIEWS + "?counts=true")
                        .expect(200)
                        .json()
                        .at("/data/0/count/tickets")
                        .asInt())
                .isEqualTo(1);
        for (var tooMuch : List.of(
                Map.of("all", Collections.nCopies(51, clause("status", "is", "open"))),
                Map.of("all", List.of(Map.of("any", fifty))),
                Map.of("all", List.of(clause("status", "in", Collections.nCopies(101, "open")))),
                Map.of("any", Collections.nCopies(50, clause("subject", "is", "x".repeat(500) + "😀"))),
                Map.of("any", List.of(clause("subject", "is", Map.of("all", List.of())))))) {
            agent.post(VIEWS, Map.of("title", "x", "conditions", tooMuch)).problem(400, "malformed");
        }
    }

    @Test
    void countsUpToAThousand() {
        var everything = view(agent, "-created_at", List.of());
        var none = view(agent, "-created_at", List.of(clause("status", "is", "closed")));
        assertThat(counts(agent))
                .as("of a tenant without tickets")
                .containsExactly("{\"tickets\":0,\"more\":false}", "{\"tickets\":0,\"more\":false}");

        agent.post(TICKETS + "/bulk", Map.of("tickets", Collections.nCopies(1_000, Map.of("subject", "x"))))
                .expect(200);
        assertThat(counts(agent))
                .containsExactly("{\"tickets\":0,\"more\":false}", "{\"tickets\":1000,\"more\":false}");
        Desk.ticket(agent, "one more");
        assertThat(counts(agent)).containsExactly("{\"tickets\":0,\"more\":false}", "{\"tickets\":1000,\"more\":true}");
        assertThat(counts(Desk.at(port).agent())).isEmpty();

        agent.get(VIEWS + "?counts=true&limit=51").problem(400, "malformed");
        agent.get(VIEWS + "?counts=perhaps").problem(400, "malformed");
        agent.get(everything).expect(200);
        agent.get(none).expect(200);
    }

    private static List<String> counts(Api api) {
        return api.get(VIEWS + "?counts=true")
                .expect(200)
                .json()
                .get("data")
                .valueStream()
                .map(view -> view.get("count").toString())
                .toList();
    }

    /// The same conditions in another tenant find that tenant's tickets.
    @Test
    void showsNothingThatTheListWouldNot() {
        var foreign = Desk.at(port).agent();
        Desk.ticket(foreign, "secret");
        Desk.ticket(desk.client(), "a client's");
        var path = view(agent, "-created_at", List.of(clause("text", "contains", "secret")));
        var all = view(agent, "-created_at", List.of());

        assertThat(subjects(agent, path)).isEmpty();
        assertThat(subjects(agent, all)).containsExactly("a client's");
        foreign.get(path + "/tickets").problem(404, "not-found");
        desk.client().get(all + "/tickets").problem(403, "forbidden");
        desk.member("service", "tickets.write").get(all + "/tickets").problem(403, "forbidden");
    }
}
