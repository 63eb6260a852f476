package io.deskwire.tickets.ticketfield;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Tickets of a tenant that defines fields for them.
@TicketsServiceTest
class FieldedTicketIT {
    private static final String FIELDS = "/api/v1/ticket-fields";
    private static final String TICKETS = "/api/v1/tickets";
    private static final String VIEWS = "/api/v1/views";
    private static final String SECRET = "only for the team";

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    Desk desk;
    Api manager;
    Api agent;
    Api client;
    String plan;
    String note;

    @BeforeEach
    void define() {
        desk = Desk.at(port);
        manager = desk.manager();
        agent = desk.agent();
        client = desk.client();
        plan = field("plan", "select", "visible", Map.of("options", List.of("free", "gold")));
        note = field("note", "text", "hidden", Map.of());
        field("order", "regex", "editable", Map.of("options", List.of("[A-Z]{2}-\\d+")));
    }

    private String field(String key, String type, String clients, Map<String, Object> more) {
        var body = new HashMap<String, Object>(more);
        body.put("key", key);
        body.put("label", key);
        body.put("type", type);
        body.put("visible_to_client", !clients.equals("hidden"));
        body.put("editable_by_client", clients.equals("editable"));
        return manager.post(FIELDS, body).expect(201).header("Location");
    }

    private static Map<String, Object> draft(Map<String, ?> fields) {
        return Map.of("subject", "x", "custom_fields", fields);
    }

    private static Map<String, Object> fields(String key, @Nullable Object value) {
        var fields = new HashMap<String, @Nullable Object>();
        fields.put(key, value);
        return Map.of("custom_fields", fields);
    }

    private static List<String> bad(Api.Answer answer) {
        return answer.problem(400, "malformed").get("errors").findValuesAsString("field");
    }

    private static JsonNode custom(Api.Answer answer) {
        return answer.json().get("custom_fields");
    }

    @Test
    void takeWhatIsDefinedAndNameWhatIsNot() {
        var made = agent.post(TICKETS, draft(Map.of("plan", "gold", "note", "x", "order", "AB-1")))
                .expect(201);

        assertThat(custom(made).toString()).contains("gold", "AB-1");
        assertThat(bad(agent.post(TICKETS, draft(Map.of("nope", 1, "plan", "silver", "note", true)))))
                .containsExactlyInAnyOrder("custom_fields.nope", "custom_fields.plan", "custom_fields.note");
        assertThat(bad(agent.patch(made.header("Location"), fields("order", "no order"))))
                .containsExactly("custom_fields.order");
        assertThat(bad(agent.put(TICKETS + "/by-external-id/shop/1", draft(Map.of("nope", 1)))))
                .containsExactly("custom_fields.nope");
        assertThat(agent.post(
                                TICKETS + "/bulk",
                                Map.of("tickets", List.of(draft(Map.of("nope", 1)), draft(Map.of("plan", "free")))))
                        .expect(200)
                        .json()
                        .get("results")
                        .findValuesAsString("status"))
                .contains("400", "201");
        assertThat(agent.get(TICKETS).json().get("data"))
                .as("what did not fit left no trace")
                .hasSize(2);
    }

    @Test
    void leaveTenantsWithoutFieldsAlone() {
        var other = Desk.at(port).agent();

        assertThat(custom(other.post(TICKETS, draft(Map.of("anything", Map.of("goes", true))))
                                .expect(201))
                        .at("/anything/goes")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void askForWhatIsRequired() {
        field("cause", "text", "hidden", Map.of("required_on", List.of("solve")));
        field("origin", "text", "editable", Map.of("required_on", List.of("create")));

        assertThat(bad(agent.post(TICKETS, Map.of("subject", "x")))).containsExactly("custom_fields.origin");
        assertThat(bad(client.post(TICKETS, Map.of("subject", "x")))).containsExactly("custom_fields.origin");
        var path =
                client.post(TICKETS, draft(Map.of("origin", "web"))).expect(201).header("Location");
        agent.patch(path, Map.of("priority", "high")).expect(200);
        for (var end : List.of("solved", "closed")) {
            assertThat(bad(agent.patch(path, Map.of("status", end)))).containsExactly("custom_fields.cause");
        }
        client.patch(path, Map.of("status", "solved")).expect(200);
        client.patch(path, Map.of("status", "open")).expect(200);
        agent.patch(path, Map.of("status", "solved", "custom_fields", Map.of("cause", "rain")))
                .expect(200);
        agent.patch(path, fields("cause", null)).expect(200);
    }

    @Test
    void keepTheValuesOfARemovedField() {
        var path = agent.post(TICKETS, draft(Map.of("plan", "gold", "note", SECRET)))
                .expect(201)
                .header("Location");
        manager.delete(plan).expect(204);

        assertThat(custom(agent.get(path)).get("plan").asString()).isEqualTo("gold");
        agent.patch(path, Map.of("custom_fields", Map.of("plan", "gold", "note", "other")))
                .expect(200);
        assertThat(bad(agent.patch(path, fields("plan", "free")))).containsExactly("custom_fields.plan");
        agent.patch(path, fields("plan", null)).expect(200);
        assertThat(custom(agent.get(path)).has("plan")).isFalse();
    }

    @Test
    void showAClientNothingThatIsHidden() {
        var made = client.post(TICKETS, draft(Map.of("order", "AB-1"))).expect(201);
        var path = made.header("Location");
        agent.patch(path, Map.of("custom_fields", Map.of("plan", "gold", "note", SECRET)))
                .expect(200);

        var seen = "{\"plan\":\"gold\",\"order\":\"AB-1\"}";
        assertThat(custom(client.get(path).expect(200)).toString()).isEqualToIgnoringWhitespace(seen);
        assertThat(client.get(TICKETS).expect(200).response().body())
                .doesNotContain(SECRET)
                .contains("gold");
        assertThat(client.get(TICKETS + "?q=" + "only%20for%20the%20team")
                        .expect(200)
                        .json()
                        .get("data"))
                .isEmpty();
        for (var status : List.of("solved", "open", "open")) {
            assertThat(client.patch(path, Map.of("status", status))
                            .expect(200)
                            .response()
                            .body())
                    .doesNotContain(SECRET)
                    .contains("gold");
        }
        assertThat(custom(agent.get(path)).get("note").asString())
                .as("what the client does not see is kept")
                .isEqualTo(SECRET);
        assertThat(client.patch(path, fields("order", "AB-2"))
                        .expect(200)
                        .response()
                        .body())
                .doesNotContain(SECRET)
                .contains("AB-2");
        assertThat(custom(agent.get(path)).get("note").asString()).isEqualTo(SECRET);

        var told = told("ticket.updated");
        assertThat(told).hasSize(4).noneMatch(data -> data.contains(SECRET));
        manager.delete(path).expect(204);
        assertThat(told("ticket.deleted")).hasSize(1).noneMatch(data -> data.contains(SECRET));
    }

    /// Whatever becomes of the ticket.
    @Test
    void tellNobodyOfAClientsTicketWhatIsHidden() {
        var path = client.post(TICKETS, Map.of("subject", "x")).expect(201).header("Location");
        agent.patch(path, Map.of("status", "pending", "custom_fields", Map.of("note", SECRET)))
                .expect(200);
        client.post(path + "/comments", Map.of("body", "here it is")).expect(201);
        assertThat(agent.get(path).text("/status")).isEqualTo("open");
        var target = Desk.ticket(agent, "y");
        agent.post(path + "/merge", Map.of("into", target.substring(target.lastIndexOf('/') + 1)))
                .expect(200);
        agent.post(path + "/unmerge", Map.of()).expect(200);
        manager.delete(path).expect(204);
        manager.post(path + "/restore", Map.of()).expect(200);
        assertThat(custom(agent.get(path)).get("note").asString()).isEqualTo(SECRET);
        manager.delete(path).expect(204);
        manager.post(path + "/purge", Map.of()).expect(204);

        for (var type : List.of("created", "updated", "merged", "unmerged", "deleted", "restored", "purged")) {
            assertThat(told("ticket." + type)).as(type).isNotEmpty().noneMatch(data -> data.contains(SECRET));
        }
    }

    /// Who splits a ticket is asked for none.
    @Test
    void areMissingWhereATicketIsSplit() {
        field("origin", "text", "editable", Map.of("required_on", List.of("create")));
        var path =
                agent.post(TICKETS, draft(Map.of("origin", "web"))).expect(201).header("Location");
        var comment = agent.post(path + "/comments", Map.of("body", "something else"))
                .expect(201)
                .text("/id");

        var made = agent.post(path + "/split", Map.of("comment_ids", List.of(comment), "subject", "y"))
                .expect(201);

        assertThat(custom(made)).isEmpty();
    }

    @Test
    void tellTheTeamEverythingWhereNoClientHears() {
        var path =
                agent.post(TICKETS, draft(Map.of("note", SECRET))).expect(201).header("Location");
        agent.patch(path, Map.of("priority", "high")).expect(200);

        assertThat(told("ticket.created")).allMatch(data -> data.contains(SECRET));
        assertThat(told("ticket.updated")).allMatch(data -> data.contains(SECRET));
    }

    @Test
    void tellTheHistoryWhatAClientDoesNotHear() {
        var path = client.post(TICKETS, Map.of("subject", "x")).expect(201).header("Location");
        agent.patch(path, fields("note", SECRET)).expect(200);

        assertThat(agent.get(path + "/history").expect(200).response().body()).contains(SECRET);
        client.get(path + "/history").problem(403, "forbidden");
    }

    /// A right guess and a wrong one are answered alike.
    @Test
    void letNobodyGuessWhatIsHidden() {
        var path = client.post(TICKETS, Map.of("subject", "x")).expect(201).header("Location");
        agent.patch(path, Map.of("custom_fields", Map.of("note", SECRET, "plan", "gold")))
                .expect(200);

        assertThat(bad(client.patch(path, fields("note", SECRET)))).containsExactly("custom_fields.note");
        assertThat(bad(client.patch(path, fields("note", "a guess")))).containsExactly("custom_fields.note");
        assertThat(bad(client.patch(path, fields("nope", "a guess")))).containsExactly("custom_fields.nope");
        assertThat(bad(client.patch(path, fields("plan", "free")))).containsExactly("custom_fields.plan");
        client.patch(path, Map.of("status", "solved", "custom_fields", Map.of("plan", "gold")))
                .expect(200);
        var nothing = new HashMap<String, @Nullable Object>();
        nothing.put("custom_fields", null);
        assertThat(bad(client.patch(path, nothing))).containsExactly("custom_fields.plan");
        assertThat(bad(client.post(TICKETS, draft(Map.of("note", "x"))))).containsExactly("custom_fields.note");

        for (var removed : List.of(note, plan)) {
            manager.delete(removed).expect(204);
        }
        assertThat(client.get(path).response().body()).doesNotContain(SECRET).contains("gold");
        assertThat(bad(client.patch(path, fields("note", SECRET)))).containsExactly("custom_fields.note");
        for (var field : manager.get(FIELDS).json().get("data")) {
            manager.delete(FIELDS + "/" + field.get("id").asString()).expect(204);
        }
        assertThat(client.get(path).response().body()).doesNotContain(SECRET);
        client.patch(path, fields("note", SECRET)).problem(403, "not-for-requester");
        client.patch(path, fields("note", "a guess")).problem(403, "not-for-requester");
    }

    @Test
    void areFoundByViewsOfTheirFields() {
        agent.post(TICKETS, draft(Map.of("plan", "gold", "note", "it's 100%"))).expect(201);
        agent.post(TICKETS, draft(Map.of("plan", "free"))).expect(201);
        var conditions = Map.of(
                "all",
                List.of(
                        Map.of("field", "custom_fields.plan", "op", "gt", "value", "free"),
                        Map.of("field", "custom_fields.note", "op", "contains", "value", "'s 100%")));
        var path = agent.post(VIEWS, Map.of("title", "Gold", "conditions", conditions))
                .expect(201)
                .header("Location");

        assertThat(agent.get(path + "/tickets").expect(200).json().get("data")).hasSize(1);
        assertThat(bad(agent.patch(
                        path,
                        Map.of(
                                "conditions",
                                Map.of(
                                        "any",
                                        List.of(Map.of(
                                                "field", "custom_fields.plan", "op", "is", "value", "silver")))))))
                .containsExactly("conditions.any[0].value");

        manager.delete(note).expect(204);
        assertThat(agent.get(path + "/tickets")
                        .problem(409, "view-outdated")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactly("conditions.all[1].field");
        assertThat(agent.get(path).expect(200).text("/title")).isEqualTo("Gold");
        assertThat(agent.get(VIEWS + "?counts=true")
                        .expect(200)
                        .json()
                        .at("/data/0/count")
                        .isNull())
                .isTrue();
    }

    private List<String> told(String type) {
        return system.query(
                "test",
                () -> jdbc.sql("SELECT data FROM outbox WHERE tenant_id = :tenant AND type = :type")
                        .param("tenant", desk.tenant())
                        .param("type", type)
                        .query(String.class)
                        .list());
    }
}
