package io.deskwire.tickets.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.testsupport.event.PeopleEvents;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@TicketsServiceTest
class TicketIT {
    private static final String TICKETS = "/api/v1/tickets";

    @LocalServerPort
    int port;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    Desk desk;
    Api agent;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
    }

    @Test
    void createsATicketAsTheContractShowsIt() {
        var made = agent.post(
                        TICKETS,
                        Map.of(
                                "subject", " Order 7 is late ",
                                "description", "Where is it?",
                                "priority", "urgent",
                                "type", "incident",
                                "tags", List.of("late", "vip", "Late"),
                                "custom_fields", Map.of("order", 7, "amount", 1.50),
                                "requester", Map.of("email", "Buyer@Example.com", "name", "Buyer"),
                                "source", "shop",
                                "external_id", "7"))
                .expect(201);

        var ticket = made.json();
        assertThat(ticket.propertyNames())
                .containsExactlyElementsOf(JsonMapper.shared()
                        .readTree(GoldenSamples.read("ticket.created.json"))
                        .at("/data/record")
                        .propertyNames());
        assertThat(made.header("Location")).isEqualTo(TICKETS + "/" + made.text("/id"));
        assertThat(made.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(made.text("/subject")).isEqualTo("Order 7 is late");
        assertThat(made.text("/status")).isEqualTo("open");
        assertThat(made.text("/channel")).isEqualTo("web");
        assertThat(ticket.get("number").asInt()).isEqualTo(1);
        assertThat(ticket.get("tags").valueStream().map(n -> n.asString())).containsExactly("late", "vip");
        assertThat(UUID.fromString(made.text("/id")).version()).isEqualTo(7);
        assertThat(made.text("/created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(agent.get(made.header("Location")).expect(200).json()).isEqualTo(ticket);
        assertThat(agent.get("/api/v1/contacts/" + made.text("/requester_id")).text("/email"))
                .isEqualTo("buyer@example.com");
    }

    @Test
    void countsEachTenantsTicketsFromOne() {
        var other = Desk.at(port);
        Desk.ticket(agent, "first");

        assertThat(number(agent, Desk.ticket(agent, "second"))).isEqualTo(2);
        assertThat(number(other.agent(), Desk.ticket(other.agent(), "first"))).isEqualTo(1);
    }

    private static int number(Api api, String path) {
        return api.get(path).json().get("number").asInt();
    }

    @Test
    void namesEveryBadField() {
        var bad = new HashMap<String, Object>();
        bad.put("subject", "x".repeat(301));
        bad.put("description", "ä".repeat(40_000));
        bad.put("priority", "huge");
        bad.put("type", 1);
        bad.put("tags", List.of("", 3));
        bad.put("custom_fields", "none");
        bad.put("requester", Map.of("email", "nobody", "name", 1, "age", 7));
        bad.put("external_id", "7");
        bad.put("nonsense", true);

        var errors = agent.post(TICKETS, bad).problem(400, "malformed").get("errors");

        assertThat(errors.findValuesAsString("field"))
                .contains(
                        "subject",
                        "description",
                        "priority",
                        "type",
                        "tags",
                        "custom_fields",
                        "requester.email",
                        "requester.name",
                        "requester.age",
                        "source",
                        "nonsense");
    }

    @Test
    void refusesWhatIsNoTicketAtAll() {
        for (var body : List.of("", "[]", "null", "7", "{\"subject\":", "{\"subject\":\"a\"} b")) {
            agent.post(TICKETS, body).problem(400, "malformed");
        }
        agent.post(TICKETS, Map.of()).problem(400, "malformed");
        agent.post(TICKETS, "{\"subject\":\"nul \\u0000\"}").problem(400, "malformed");
        agent.post(TICKETS, "{\"subject\":\"half \\ud800 pair\"}").problem(400, "malformed");
        agent.post(TICKETS, "{\"subject\":\"x\",\"custom_fields\":{\"a\":\"\\udc00\"}}")
                .problem(400, "malformed");
        agent.post(TICKETS, Map.of("subject", "x", "custom_fields", Map.of("big", "x".repeat(16_385))))
                .problem(400, "malformed");
        agent.get(TICKETS + "/not-a-uuid").problem(400, "malformed");
        agent.get(Desk.NO_TICKET).problem(404, "not-found");
        agent.as(null).get(TICKETS).problem(401, "unauthenticated");
    }

    @Test
    void takesTheLongestAllowedDescriptionAndStillUpdatesIt() {
        var description = "\"".repeat(48_000) + "x".repeat(2_000);
        var made = agent.post(TICKETS, Map.of("subject", "long", "description", description))
                .expect(201)
                .header("Location");

        agent.patch(made, Map.of("description", description + "y")).expect(200);
        agent.patch(made, Map.of("description", "\"".repeat(60_000))).problem(400, "malformed");
        agent.patch(made, Map.of("description", "x".repeat(65_536))).expect(200);
        agent.patch(made, Map.of("description", "x".repeat(65_537))).problem(400, "malformed");
    }

    @Test
    void isAssignedToMembersWhoMayReadTicketsAlone() {
        var people = PeopleEvents.of(desk.tenant());
        var client = people.member("client");
        var path = Desk.ticket(agent, "s");
        var serviceUser = UUID.randomUUID();
        people.serviceUser("service_user.created", serviceUser, "active", 1, "tickets.read");
        var assigned = agent.patch(path, Map.of("assignee_id", serviceUser)).expect(200);
        assertThat(assigned.text("/assignee_id")).isEqualTo(serviceUser.toString());

        var errors = agent.patch(path, Map.of("assignee_id", client))
                .problem(400, "malformed")
                .get("errors");
        assertThat(errors.findValuesAsString("field")).containsExactly("assignee_id");
        assertThat(errors.findValuesAsString("message"))
                .containsExactly(client + " is no member of this tenant who may read tickets");

        // Somebody who may no longer be given work keeps what is there.
        people.serviceUser("service_user.updated", serviceUser, "suspended", 2, "tickets.read");
        await().untilAsserted(() -> agent.patch(Desk.ticket(agent, "t"), Map.of("assignee_id", serviceUser))
                .expect(400));
        agent.patch(path, Map.of("assignee_id", serviceUser, "priority", "high"))
                .expect(200);
        desk.client().patch(path, Map.of("assignee_id", client)).expect(404);
    }

    @Test
    void changesWhatAPatchNamesAndMergesCustomFields() {
        var path = agent.post(
                        TICKETS,
                        Map.of(
                                "subject", "s",
                                "description", "d",
                                "custom_fields", Map.of("keep", 1, "drop", 2, "deep", Map.of("a", 1, "b", 2))))
                .expect(201)
                .header("Location");
        var assignee = PeopleEvents.of(desk.tenant()).member("agent");
        var team = desk.manager()
                .post("/api/v1/teams", Map.of("name", "Night shift"))
                .expect(201)
                .text("/id");

        var deep = new HashMap<String, Object>();
        deep.put("a", null);
        deep.put("c", 3);
        var fields = new HashMap<String, Object>();
        fields.put("drop", null);
        fields.put("deep", deep);
        var patch = new HashMap<String, Object>();
        patch.put("description", null);
        patch.put("assignee_id", assignee);
        patch.put("team_id", team);
        patch.put("tags", List.of("a"));
        patch.put("custom_fields", fields);
        var after = agent.patch(path, patch).expect(200);

        assertThat(after.text("/subject")).isEqualTo("s");
        assertThat(after.json().get("description").isNull()).isTrue();
        assertThat(after.text("/assignee_id")).isEqualTo(assignee.toString());
        assertThat(after.text("/team_id")).isEqualTo(team);
        assertThat(after.json().get("custom_fields").toString())
                .contains("\"keep\":1", "\"b\":2", "\"c\":3")
                .doesNotContain("drop", "\"a\"");
        assertThat(after.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(agent.get(path).json()).isEqualTo(after.json());
    }

    @Test
    void aPatchThatChangesNothingMakesNoVersion() {
        var path = Desk.ticket(agent, "same");

        assertThat(agent.patch(path, Map.of("subject", "same", "status", "open"))
                        .expect(200)
                        .header("ETag"))
                .isEqualTo("W/\"1\"");
        assertThat(agent.get(path + "/history").json().get("data")).hasSize(1);
    }

    @Test
    void namesBadFieldsOfAPatch() {
        var path = Desk.ticket(agent, "bad patch");
        var patch = new LinkedHashMap<String, Object>();
        patch.put("subject", null);
        patch.put("status", "asleep");
        patch.put("assignee_id", "me");
        patch.put("tags", "one");
        patch.put("version", 9);
        patch.put("tenant_id", UUID.randomUUID());

        var errors = agent.patch(path, patch).problem(400, "malformed").get("errors");

        assertThat(errors.findValuesAsString("field"))
                .contains("subject", "status", "assignee_id", "tags", "version", "tenant_id");
    }

    @Test
    void followsTheStatusesAndDatesTheirEnds() {
        var path = Desk.ticket(agent, "life");

        var solved = agent.patch(path, Map.of("status", "solved")).expect(200);
        assertThat(solved.text("/solved_at")).isEqualTo(solved.text("/updated_at"));
        agent.patch(path, Map.of("status", "pending")).problem(409, "status-transition");
        var open = agent.patch(path, Map.of("status", "open")).expect(200);
        assertThat(open.json().get("solved_at").isNull()).isTrue();
        var closed = agent.patch(path, Map.of("status", "closed")).expect(200);
        assertThat(closed.json().get("closed_at").isNull()).isFalse();
        agent.patch(path, Map.of("status", "open")).problem(409, "status-transition");
        agent.patch(path, Map.of("tags", List.of("archived"))).expect(200);
        assertThat(agent.patch(path, Map.of("tags", List.of("ARCHIVED", "new")))
                        .expect(200)
                        .json()
                        .get("tags")
                        .valueStream()
                        .map(tag -> tag.asString()))
                .containsExactly("archived", "new");
    }

    @Test
    void refusesAStaleChangeAndNamesWhatChanged() {
        var path = Desk.ticket(agent, "stale");
        var admin = desk.admin();
        agent.patch(path, Map.of("status", "pending", "tags", List.of("x"))).expect(200);

        var late = admin.with("If-Match", "W/\"1\"");
        var changed = late.patch(path, Map.of("subject", "late"))
                .problem(412, "stale")
                .get("changed");

        assertThat(changed.valueStream().map(n -> n.asString()))
                .contains("status", "tags")
                .doesNotContain("subject");
        late.delete(path).problem(412, "stale");
        admin.with("If-Match", "nonsense")
                .patch(path, Map.of("subject", "late"))
                .problem(400, "malformed");
        assertThat(admin.get(path).text("/subject")).isEqualTo("stale");
        admin.with("If-Match", "W/\"2\"").delete(path).expect(204);
    }

    @Test
    void tellsWhoChangedWhatWhen() {
        var user = UUID.randomUUID();
        var path = Desk.ticket(agent, "history");
        desk.member(user, "agent", "tickets.read", "tickets.write")
                .patch(path, Map.of("status", "pending", "priority", "high"))
                .expect(200);

        var history = agent.get(path + "/history?limit=1").expect(200);
        assertThat(history.json().at("/data/0/changes")).isEmpty();
        var second = agent.get(path + "/history?limit=1&cursor=" + history.text("/next_cursor"))
                .expect(200);

        assertThat(second.text("/data/0/actor")).isEqualTo("user:" + user);
        assertThat(second.json().at("/data/0/version").asInt()).isEqualTo(2);
        assertThat(second.json().at("/data/0/changes").findValuesAsString("field"))
                .containsExactly("status", "priority");
        assertThat(second.json().at("/data/0/changes/0").toString())
                .isEqualTo("{\"field\":\"status\",\"from\":\"open\",\"to\":\"pending\"}");
        assertThat(second.json().get("next_cursor").isNull()).isTrue();
    }

    @Test
    void isGoneOnceItIsDeleted() {
        var path = Desk.ticket(agent, "gone");
        agent.delete(path).problem(403, "forbidden");

        desk.admin().delete(path).expect(204);

        agent.get(path).problem(404, "not-found");
        agent.get(path + "/history").problem(404, "not-found");
        desk.admin().delete(path).problem(404, "not-found");
    }

    @Test
    void replaysARepeatedPostAndRefusesAnotherBodyUnderItsKey() {
        var body = Map.of("subject", "once", "source", "shop", "external_id", "1");
        var once = agent.with("Idempotency-Key", "k");

        var first = once.post(TICKETS, body).expect(201);
        var again = once.post(TICKETS, body).expect(201);

        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo("W/\"1\"");
        once.post(TICKETS, Map.of("subject", "other")).problem(422, "idempotency-mismatch");
        assertThat(agent.post(TICKETS, body)
                        .problem(409, "external-id-taken")
                        .get("existing_id")
                        .asString())
                .isEqualTo(first.text("/id"));
        assertThat(agent.get(TICKETS).json().get("data")).hasSize(1);
        // A replay takes no number; the refused creation took one.
        assertThat(number(agent, Desk.ticket(agent, "next"))).isEqualTo(3);
    }

    @Test
    void keepsEveryDigitOfItsCustomFieldsInAnswersAndEvents() {
        var fields = "{\"amount\":12345678901234567890.12,\"price\":1.50,\"huge\":1e309,\"tiny\":1.5e-7}";
        var written = "\"custom_fields\":{\"huge\":1" + "0".repeat(309)
                + ",\"tiny\":0.00000015,\"price\":1.50,\"amount\":12345678901234567890.12}";

        var made = agent.post(TICKETS, "{\"subject\":\"x\",\"custom_fields\":%s}".formatted(fields))
                .expect(201);

        assertThat(made.response().body()).contains(written);
        assertThat(agent.get(made.header("Location")).response().body()).contains(written);
        agent.patch(made.header("Location"), "{\"custom_fields\":{\"price\":1.25}}")
                .expect(200);
        assertThat(payloads(made.text("/id")))
                .hasSize(2)
                .allSatisfy(payload -> assertThat(payload).contains("12345678901234567890.12", "1" + "0".repeat(309)));
    }

    private List<String> payloads(String ticket) {
        return system.query(
                "test",
                () -> jdbc.sql("SELECT data FROM outbox WHERE subject LIKE '%' || :id")
                        .param("id", ticket)
                        .query(String.class)
                        .list());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000000", "0e-999999", "1e1001", "NaN", "-Infinity"})
    void refusesNumbersThatWouldNotBeKept(String number) {
        agent.post(TICKETS, "{\"subject\":\"x\",\"custom_fields\":{\"n\":%s}}".formatted(number))
                .problem(400, "malformed");
    }

    @Test
    void countsCharactersAndKeepsBlanksOfTheDescription() {
        var made = agent.post(
                        TICKETS, Map.of("subject", "\ud83d\ude00".repeat(300), "description", "    code\n\nText\n"))
                .expect(201);

        assertThat(made.text("/description")).isEqualTo("    code\n\nText\n");
        agent.post(TICKETS, Map.of("subject", "\ud83d\ude00".repeat(301))).problem(400, "malformed");
        for (var unseen : List.of("\u00a0", "\u200b", "\u3164")) {
            agent.post(TICKETS, Map.of("subject", unseen)).problem(400, "malformed");
            agent.patch(made.header("Location"), Map.of("subject", unseen)).problem(400, "malformed");
        }
        agent.get(TICKETS + "?updated_since=9999-12-31T23:59:59Z").expect(200);
    }
}
