package io.deskwire.tickets.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.event.PeopleEvents;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TicketsServiceTest
class ViewIT {
    private static final String VIEWS = "/api/v1/views";

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    JsonMapper json;

    Desk desk;
    Api agent;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
    }

    private static String view(Api api, String title, String sharedWith) {
        return api.post(VIEWS, Map.of("title", title, "shared_with", sharedWith))
                .expect(201)
                .header("Location");
    }

    private static List<String> titles(Api api) {
        return api.get(VIEWS).expect(200).json().get("data").findValuesAsString("title");
    }

    @Test
    void areKnownAsTheContractShowsThem() {
        var conditions = Map.of(
                "all", List.of(Map.of("field", "assignee_id", "op", "is", "value", "me")),
                "any", List.of(Map.of("field", "priority", "op", "in", "value", List.of("high", "urgent"))));

        var made = agent.post(
                        VIEWS,
                        Map.of(
                                "title", " Mine and urgent ",
                                "conditions", conditions,
                                "sort", "updated_at",
                                "columns", List.of("number", "subject", "number"),
                                "shared_with", "tenant"))
                .expect(201);

        assertThat(made.json().propertyNames())
                .containsExactly(
                        "id",
                        "tenant_id",
                        "title",
                        "conditions",
                        "sort",
                        "columns",
                        "shared_with",
                        "version",
                        "created_by",
                        "updated_by",
                        "created_at",
                        "updated_at");
        assertThat(made.text("/title")).isEqualTo("Mine and urgent");
        assertThat(made.json().get("conditions")).isEqualTo(json.valueToTree(conditions));
        assertThat(made.text("/sort")).isEqualTo("updated_at");
        assertThat(made.json().get("columns").valueStream().map(column -> column.asString()))
                .containsExactly("number", "subject");
        assertThat(made.text("/shared_with")).isEqualTo("tenant");
        assertThat(made.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(agent.get(made.header("Location")).expect(200).json()).isEqualTo(made.json());
        var listed = agent.get(VIEWS).expect(200).json().at("/data/0");
        assertThat(listed.get("count").isNull()).isTrue();
        assertThat(listed.propertyNames()).hasSize(13).containsAll(made.json().propertyNames());
    }

    @Test
    void showAllTicketsToTheirOwnerWhereNothingElseIsSaid() {
        var made = agent.post(VIEWS, Map.of("title", "All")).expect(201);

        assertThat(made.json().get("conditions").toString()).isEqualTo("{\"all\":[],\"any\":[]}");
        assertThat(made.text("/sort")).isEqualTo("-created_at");
        assertThat(made.json().get("columns")).isEmpty();
        assertThat(made.text("/shared_with")).isEqualTo("me");
    }

    @Test
    void arePatchedAndDeleted() {
        var path = view(agent, "Mine", "me");
        var patch = Map.of(
                "title",
                "Ours",
                "conditions",
                Map.of("all", List.of(Map.of("field", "status", "op", "is", "value", "open"))));

        var patched = agent.with("If-Match", "W/\"1\"").patch(path, patch).expect(200);
        assertThat(patched.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(patched.text("/shared_with")).isEqualTo("me");
        assertThat(agent.patch(path, patch).expect(200).header("ETag"))
                .as("the same once more changes nothing")
                .isEqualTo("W/\"2\"");
        assertThat(agent.with("If-Match", "W/\"1\"")
                        .patch(path, Map.of("title", "late"))
                        .problem(412, "stale")
                        .get("changed")
                        .valueStream()
                        .map(field -> field.asString()))
                .contains("title", "conditions");
        agent.with("If-Match", "W/\"1\"").delete(path).problem(412, "stale");
        agent.delete(path).expect(204);
        agent.get(path).problem(404, "not-found");
        agent.delete(path).problem(404, "not-found");
    }

    @Test
    void namesEveryBadField() {
        assertThat(agent.post(
                                VIEWS,
                                Map.of(
                                        "title", "",
                                        "owner", "me",
                                        "conditions", List.of(),
                                        "sort", "priority",
                                        "columns", List.of(""),
                                        "shared_with", "everybody"))
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactlyInAnyOrder("owner", "title", "conditions", "sort", "columns", "shared_with");
        agent.post(VIEWS, Map.of()).problem(400, "malformed");
        var nothing = new HashMap<String, Object>();
        for (var field : List.of("title", "conditions", "sort", "columns", "shared_with")) {
            nothing.put(field, null);
        }
        assertThat(agent.post(VIEWS, nothing)
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactlyInAnyOrder("title", "conditions", "sort", "columns", "shared_with");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'field':'colour','op':'is','value':'red'}           | field",
                "{'field':'status','op':'contains','value':'open'}    | op",
                "{'field':'status','op':'changed'}                    | op",
                "{'field':'status','op':'is','value':'asleep'}        | value",
                "{'field':'assignee_id','op':'is','value':'my_teams'} | value",
                "{'field':'created_at','op':'within','value':'P1M'}   | value",
                "{'field':'sla_breached','op':'is','value':'true'}    | value",
                "{'field':'status','op':'empty','value':'open'}       | value",
                "{'field':'status','op':'is','value':'open','or':[]}  | or",
                "{'field':'custom_fields.plan','op':'is','value':'x'} | field"
            })
    void namesTheFaultOfAConditionByItsPath(String clause, String part) {
        var body = "{\"title\":\"x\",\"conditions\":{\"all\":[{\"field\":\"type\",\"op\":\"empty\"},%s]}}"
                .formatted(clause.replace('\'', '"'));

        assertThat(agent.post(VIEWS, body)
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactly("conditions.all[1]." + part);
        assertThat(titles(agent)).isEmpty();
    }

    @Test
    void areTheirOwnersAloneUntilTheyAreShared() {
        var path = view(agent, "Mine", "me");

        for (var other : List.of(desk.agent(), desk.manager(), desk.va())) {
            other.get(path).problem(404, "not-found");
            other.get(path + "/tickets").problem(404, "not-found");
            other.patch(path, Map.of("title", "x")).problem(404, "not-found");
            other.delete(path).problem(404, "not-found");
            assertThat(titles(other)).isEmpty();
        }
        assertThat(titles(agent)).containsExactly("Mine");

        agent.patch(path, Map.of("shared_with", "tenant")).expect(200);
        assertThat(titles(desk.va())).containsExactly("Mine");
        agent.patch(path, Map.of("shared_with", "me")).expect(200);
        assertThat(titles(desk.va())).isEmpty();
    }

    @Test
    void areChangedByTheirOwnerAndByThoseWhoManageViews() {
        var path = view(agent, "Everybody's", "tenant");
        var colleague = desk.agent();
        var manager = desk.manager();

        colleague.get(path).expect(200);
        colleague.patch(path, Map.of("title", "x")).problem(403, "forbidden");
        colleague.delete(path).problem(403, "forbidden");
        assertThat(manager.patch(path, Map.of("title", "Renamed")).expect(200).text("/created_by"))
                .isEqualTo(agent.get(path).text("/created_by"));
        manager.patch(path, Map.of("shared_with", "me")).problem(403, "forbidden");
        manager.delete(path).expect(204);
        desk.member("agent", "tickets.read").post(VIEWS, Map.of("title", "x")).problem(403, "forbidden");
    }

    @Test
    void areSeenByTheMembersOfTheirTeam() {
        var manager = desk.manager();
        var people = PeopleEvents.of(desk.tenant());
        var user = people.member("agent");
        var member = desk.member(user, "agent", "tickets.read", "tickets.write");
        var made = manager.post("/api/v1/teams", Map.of("name", "Night shift")).expect(201);
        var team = made.text("/id");
        manager.put(made.header("Location") + "/members/" + user, Map.of()).expect(200);

        agent.post(VIEWS, Map.of("title", "x", "shared_with", "team:" + team)).problem(403, "forbidden");
        agent.post(VIEWS, Map.of("title", "x", "shared_with", "team:" + UUID.randomUUID()))
                .problem(400, "malformed");
        view(manager, "For the night", "team:" + team);
        view(member, "From the night", "team:" + team);
        assertThat(titles(agent)).isEmpty();
        assertThat(titles(manager)).containsExactly("From the night", "For the night");

        people.team("team.created", UUID.fromString(team), 1, user);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(titles(member)).containsExactly("From the night", "For the night"));
        people.team("team.updated", UUID.fromString(team), 2);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(titles(member)).as("its own stays").containsExactly("From the night"));
    }

    @Test
    void areNothingForClients() {
        var path = view(agent, "Everybody's", "tenant");
        var client = desk.client();

        client.get(VIEWS).problem(403, "forbidden");
        client.get(VIEWS + "?counts=true").problem(403, "forbidden");
        client.get(path).problem(403, "forbidden");
        client.get(path + "/tickets").problem(403, "forbidden");
        client.post(VIEWS, Map.of("title", "x")).problem(403, "forbidden");
        client.patch(path, Map.of("title", "x")).problem(403, "forbidden");
        client.delete(path).problem(403, "forbidden");
    }

    @Test
    void areSharedByAServerWhichOwnsNone() {
        var server = desk.server("set-up");

        server.post(VIEWS, Map.of("title", "x")).problem(400, "malformed");
        var made = server.post(VIEWS, Map.of("title", "Given", "shared_with", "tenant"))
                .expect(201);
        assertThat(made.json().get("created_by").isNull()).isTrue();
        var path = made.header("Location");
        agent.get(path).expect(200);
        agent.patch(path, Map.of("title", "x")).problem(403, "forbidden");
        desk.manager().patch(path, Map.of("shared_with", "me")).problem(400, "malformed");
        desk.manager().patch(path, Map.of("title", "Taken")).expect(200);
    }

    @Test
    void goFromThoseWhoSawThemAndComeToThoseWhoSeeThem() {
        var path = view(agent, "Mine", "me");
        agent.patch(path, Map.of("title", "Still mine")).expect(200);
        agent.patch(path, Map.of("shared_with", "tenant")).expect(200);
        agent.patch(path, Map.of("shared_with", "me", "title", "Secret")).expect(200);

        var told = told();
        assertThat(told.stream().map(event -> event.text("type")))
                .containsExactly(
                        "view.created", "view.updated", "view.deleted", "view.created", "view.deleted", "view.created");
        assertThat(told.stream()
                        .map(event -> event.audience().path("permission").asString("")))
                .as("told to everybody who works on tickets")
                .containsExactly("", "", "", "tickets.read", "tickets.read", "");
        assertThat(told.stream()
                        .filter(event -> event.audience().get("permission").isNull()))
                .allSatisfy(event -> assertThat(event.audience().get("users")).hasSize(1));
        assertThat(told.get(4).text("data")).doesNotContain("Secret");
        assertThat(told.get(3).text("data")).doesNotContain("old_record");
    }

    @Test
    void goPrivateOnesWithTheirOwner() {
        var people = PeopleEvents.of(desk.tenant());
        var ann = people.member("agent");
        var owner = desk.member(ann, "agent", "tickets.read", "tickets.write");
        view(owner, "Hers", "me");
        view(owner, "Everybody's", "tenant");

        people.member("member.deleted", ann, "agent", null, 2);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(titles(owner)).containsExactly("Everybody's"));
        assertThat(told().getLast().text("type")).isEqualTo("view.deleted");
        assertThat(told().getLast().text("data")).contains("Hers");
    }

    private record Told(JsonMapper json, Map<String, Object> row) {
        String text(String column) {
            return String.valueOf(row.get(column));
        }

        JsonNode audience() {
            return json.readTree(text("audience"));
        }
    }

    private List<Told> told() {
        return system
                .query(
                        "test",
                        () -> jdbc.sql("""
                                        SELECT type, audience, data FROM outbox
                                         WHERE tenant_id = :tenant ORDER BY id
                                        """)
                                .param("tenant", desk.tenant())
                                .query()
                                .listOfRows())
                .stream()
                .map(row -> new Told(json, row))
                .toList();
    }
}
