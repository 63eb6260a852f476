package io.deskwire.tickets.ticketfield;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/// The definitions themselves.
@TicketsServiceTest
class TicketFieldIT {
    private static final String FIELDS = "/api/v1/ticket-fields";

    @LocalServerPort
    int port;

    Desk desk;
    Api manager;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        manager = desk.manager();
    }

    private String field(String key, String type) {
        return manager.post(FIELDS, Map.of("key", key, "label", key, "type", type))
                .expect(201)
                .header("Location");
    }

    private static List<String> keys(Api api) {
        return api.get(FIELDS).expect(200).json().get("data").findValuesAsString("key");
    }

    @Test
    void areKnownAsTheContractShowsThem() {
        var made = manager.post(
                        FIELDS,
                        Map.of(
                                "key",
                                "plan",
                                "label",
                                " Plan ",
                                "type",
                                "select",
                                "options",
                                List.of("free", "gold", "free"),
                                "required_on",
                                List.of("solve", "create"),
                                "visible_to_client",
                                true,
                                "editable_by_client",
                                true))
                .expect(201);

        assertThat(made.json().propertyNames())
                .containsExactly(
                        "id",
                        "tenant_id",
                        "key",
                        "type",
                        "label",
                        "options",
                        "required_on",
                        "visible_to_client",
                        "editable_by_client",
                        "version",
                        "created_by",
                        "updated_by",
                        "created_at",
                        "updated_at");
        assertThat(made.text("/label")).isEqualTo("Plan");
        assertThat(made.json().get("options").toString()).isEqualTo("[\"free\",\"gold\"]");
        assertThat(made.json().get("required_on").toString()).isEqualTo("[\"solve\",\"create\"]");
        assertThat(made.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(manager.get(made.header("Location")).expect(200).json()).isEqualTo(made.json());
        assertThat(manager.get(FIELDS).json().at("/data/0")).isEqualTo(made.json());
        assertThat(manager.post(FIELDS, Map.of("key", "plan", "label", "x", "type", "text"))
                        .problem(409, "key-taken")
                        .get("existing_id")
                        .asString())
                .isEqualTo(made.text("/id"));
        Desk.at(port)
                .manager()
                .post(FIELDS, Map.of("key", "plan", "label", "x", "type", "text"))
                .expect(201);
    }

    @Test
    void arePatchedButForKeyAndType() {
        var path = field("note", "text");

        assertThat(manager.with("If-Match", "W/\"1\"")
                        .patch(path, Map.of("label", "Remark", "required_on", List.of("solve")))
                        .expect(200)
                        .header("ETag"))
                .isEqualTo("W/\"2\"");
        assertThat(manager.patch(path, Map.of("label", "Remark")).expect(200).header("ETag"))
                .isEqualTo("W/\"2\"");
        manager.with("If-Match", "W/\"1\"").patch(path, Map.of("label", "x")).problem(412, "stale");
        manager.patch(path, Map.of("key", "other")).problem(400, "malformed");
        manager.patch(path, Map.of("type", "number")).problem(400, "malformed");
        manager.patch(path, Map.of("options", List.of("x"))).problem(400, "malformed");
        manager.patch(path, Map.of("editable_by_client", true)).problem(400, "malformed");
        manager.patch(path, Map.of("editable_by_client", true, "visible_to_client", true))
                .expect(200);
        manager.patch(path, Map.of("visible_to_client", false)).problem(400, "malformed");
    }

    @Test
    void areRemovedAndDefinedAgain() {
        var path = field("note", "text");
        field("order", "text");

        manager.with("If-Match", "W/\"9\"").delete(path).problem(412, "stale");
        manager.delete(path).expect(204);
        manager.get(path).problem(404, "not-found");
        manager.patch(path, Map.of("label", "x")).problem(404, "not-found");
        manager.delete(path).problem(404, "not-found");
        assertThat(keys(manager)).containsExactly("order");

        var again = field("note", "number");
        assertThat(again).isNotEqualTo(path);
        assertThat(manager.get(again).text("/type")).isEqualTo("number");
        assertThat(keys(manager)).containsExactly("order", "note");
    }

    @Test
    void namesEveryBadField() {
        assertThat(manager.post(
                                FIELDS,
                                Map.of(
                                        "key", "no key",
                                        "label", "",
                                        "type", "colour",
                                        "options", List.of(""),
                                        "required_on", List.of("sometimes"),
                                        "visible_to_client", "yes",
                                        "position", 1))
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactlyInAnyOrder(
                        "key", "label", "type", "options", "required_on", "visible_to_client", "position");
        assertThat(manager.post(FIELDS, Map.of())
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactly("key", "label", "type");
        for (var body : List.of(
                Map.of("key", "a", "label", "a", "type", "select"),
                Map.of("key", "a", "label", "a", "type", "regex"),
                Map.of("key", "a", "label", "a", "type", "regex", "options", List.of("(")),
                Map.of("key", "a", "label", "a", "type", "regex", "options", List.of("(){2000000000}")),
                Map.of("key", "a", "label", "a", "type", "regex", "options", List.of("a", "b")),
                Map.of("key", "a", "label", "a", "type", "number", "options", List.of("1")),
                Map.of("key", "a.b", "label", "a", "type", "text"),
                Map.of("key", "a'b", "label", "a", "type", "text"),
                Map.of("key", "_a", "label", "a", "type", "text"),
                Map.of("key", "a".repeat(65), "label", "a", "type", "text"),
                Map.of("key", "a", "label", "a", "type", "text", "editable_by_client", true))) {
            manager.post(FIELDS, body).problem(400, "malformed");
        }
        assertThat(keys(manager)).isEmpty();
    }

    @Test
    void areManagedByThoseWhoMayAndSeenByThoseWhoWriteTickets() {
        var path = field("note", "text");
        manager.patch(field("order", "text"), Map.of("visible_to_client", true)).expect(200);

        var agent = desk.agent();
        assertThat(keys(agent)).containsExactly("note", "order");
        agent.get(path).expect(200);
        agent.post(FIELDS, Map.of("key", "x", "label", "x", "type", "text")).problem(403, "forbidden");
        agent.patch(path, Map.of("label", "x")).problem(403, "forbidden");
        agent.delete(path).problem(403, "forbidden");
        var client = desk.client();
        assertThat(keys(client)).containsExactly("order");
        client.get(path).problem(404, "not-found");
        client.delete(path).problem(403, "forbidden");
        desk.member("service", "tickets.write").get(FIELDS).problem(403, "forbidden");
        assertThat(keys(Desk.at(port).manager())).isEmpty();
    }

    @Test
    void comeInPagesAndInAReasonableNumber() {
        IntStream.range(0, 200).forEach(i -> field("f" + i, "text"));

        var first = manager.get(FIELDS + "?limit=199").expect(200);
        assertThat(first.json().get("data")).hasSize(199);
        assertThat(manager.get(FIELDS + "?limit=199&cursor=" + first.text("/next_cursor"))
                        .expect(200)
                        .json()
                        .get("data")
                        .findValuesAsString("key"))
                .containsExactly("f199");
        manager.get(FIELDS + "?cursor=nonsense").problem(400, "malformed");
        manager.post(FIELDS, Map.of("key", "more", "label", "x", "type", "text"))
                .problem(409, "too-many-fields");
    }
}
