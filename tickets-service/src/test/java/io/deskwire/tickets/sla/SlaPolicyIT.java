package io.deskwire.tickets.sla;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

@TicketsServiceTest
class SlaPolicyIT {
    private static final String POLICIES = "/api/v1/sla-policies";
    private static final String HOURS = "/api/v1/business-hours";
    private static final Map<String, Object> TARGET = Map.of("first_response", "PT1H", "resolution", "P1D");

    @LocalServerPort
    int port;

    Desk desk;
    Api manager;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        manager = desk.manager();
    }

    private static Map<String, Object> policy(String title) {
        return Map.of("title", title, "targets", Map.of("urgent", TARGET));
    }

    private String hours(Api api) {
        return api.post(HOURS, Map.of("name", "Berlin", "time_zone", "Europe/Berlin", "week", Map.of()))
                .expect(201)
                .text("/id");
    }

    private static Map<String, Object> with(String field, @Nullable Object value) {
        var body = new HashMap<>(policy("x"));
        body.put(field, value);
        return body;
    }

    @Test
    void keepsWhatIsPromisedUntilItIsChangedOrDeleted() {
        var hours = hours(manager);
        var made = manager.post(
                        POLICIES,
                        Map.of(
                                "title",
                                "Customers",
                                "position",
                                7,
                                "conditions",
                                Map.of("all", List.of(Map.of("field", "channel", "op", "is", "value", "email"))),
                                "targets",
                                Map.of(
                                        "high",
                                        Map.of(
                                                "first_response", "PT60M",
                                                "next_response", "PT4H",
                                                "resolution", "P2W"),
                                        "low",
                                        TARGET),
                                "business_hours_id",
                                hours))
                .expect(201);
        var path = made.header("Location");

        assertThat(manager.get(path).expect(200).json()).isEqualTo(made.json());
        assertThat(made.text("/targets/high/first_response")).isEqualTo("PT60M");
        assertThat(made.text("/targets/high/resolution")).isEqualTo("P2W");
        assertThat(made.json().at("/targets/low/next_response").isNull()).isTrue();
        assertThat(made.json().at("/targets").has("urgent")).isFalse();
        assertThat(made.text("/conditions/all/0/value")).isEqualTo("email");
        assertThat(made.text("/business_hours_id")).isEqualTo(hours);
        var loose = new HashMap<String, Object>();
        loose.put("business_hours_id", null);
        loose.put("conditions", Map.of());
        var changed = manager.patch(path, loose).expect(200);
        assertThat(changed.json().get("business_hours_id").isNull()).isTrue();
        assertThat(changed.json().at("/conditions/all").isEmpty()).isTrue();
        assertThat(changed.json().get("position").asInt()).isEqualTo(7);
        assertThat(manager.patch(path, loose).expect(200).header("ETag")).isEqualTo("W/\"2\"");
        manager.with("If-Match", "W/\"1\"").delete(path).problem(412, "stale");
        manager.delete(path).expect(204);
        manager.get(path).problem(404, "not-found");
    }

    @Test
    void comesInItsOrderAndBehindTheOthersByDefault() {
        for (var title : List.of("first", "second", "third")) {
            manager.post(POLICIES, policy(title)).expect(201);
        }
        manager.post(POLICIES, with("position", 0)).expect(201);

        var page = manager.get(POLICIES + "?limit=3").expect(200);
        assertThat(page.json().get("data").findValuesAsString("title")).containsExactly("first", "x", "second");
        assertThat(manager.get(POLICIES + "?limit=3&cursor=" + page.text("/next_cursor"))
                        .expect(200)
                        .json()
                        .get("data")
                        .findValuesAsString("title"))
                .containsExactly("third");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            title             | ""                                                                 | title
            position          | -1                                                                 | position
            position          | 1.5                                                                | position
            targets           | {}                                                                 | targets
            targets           | null                                                               | targets
            targets           | {"huge":{"first_response":"PT1H","resolution":"PT2H"}}             | targets
            targets           | {"high":[]}                                                        | targets.high
            targets           | {"high":{"first_response":"PT1H","resolution":"PT2H","update":"PT1H"}} | targets.high
            targets           | {"high":{"resolution":"PT2H"}}                                     | targets.high.first_response
            targets           | {"high":{"first_response":"-PT1H","resolution":"PT2H"}}            | targets.high.first_response
            targets           | {"high":{"first_response":"PT0S","resolution":"PT2H"}}             | targets.high.first_response
            targets           | {"high":{"first_response":3600,"resolution":"PT2H"}}               | targets.high.first_response
            targets           | {"high":{"first_response":"PT1H","resolution":"P1Y"}}              | targets.high.resolution
            targets           | {"high":{"first_response":"PT1H","resolution":"P367D"}}            | targets.high.resolution
            targets           | {"high":{"first_response":"PT1H","resolution":"PT99999999999999H"}} | targets.high.resolution
            targets           | {"high":{"first_response":"PT1H","next_response":"soon","resolution":"PT2H"}} | targets.high.next_response
            conditions        | []                                                                 | conditions
            conditions        | {"none":[]}                                                        | conditions.none
            conditions        | {"all":[{"field":"weather","op":"is","value":"x"}]}                | conditions.all[0].field
            conditions        | {"all":[{"field":"status","op":"contains","value":"x"}]}           | conditions.all[0].op
            conditions        | {"any":[{"field":"priority","op":"is","value":"huge"}]}            | conditions.any[0].value
            business_hours_id | "7"                                                                | business_hours_id
            business_hours_id | "0198f3a0-0000-7000-8000-000000000060"                             | business_hours_id
            color             | "red"                                                              | color
            """)
    void namesWhatDoesNotFit(String field, String value, String named) {
        var body = with(field, JsonMapper.shared().readTree(value));

        assertThat(manager.post(POLICIES, body)
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactly(named);
    }

    @Test
    void isTheTenantsManagersToChangeAndTheTeamsToSee() {
        var path = manager.post(POLICIES, policy("ours")).expect(201).header("Location");

        for (var member : List.of(desk.agent(), desk.va())) {
            member.get(path).expect(200);
            assertThat(member.get(POLICIES).expect(200).json().get("data")).hasSize(1);
            member.post(POLICIES, policy("x")).problem(403, "forbidden");
            member.patch(path, Map.of("title", "x")).problem(403, "forbidden");
            member.delete(path).problem(403, "forbidden");
        }
        desk.client().get(path).problem(403, "forbidden");
        desk.client().get(POLICIES).problem(403, "forbidden");
        desk.client().post(POLICIES, policy("x")).problem(403, "forbidden");
    }

    @Test
    void staysInItsTenant() {
        var path = manager.post(POLICIES, policy("ours")).expect(201).header("Location");
        var other = Desk.at(port).manager();

        other.get(path).problem(404, "not-found");
        other.patch(path, Map.of("title", "x")).problem(404, "not-found");
        other.delete(path).problem(404, "not-found");
        assertThat(other.get(POLICIES).expect(200).json().get("data")).isEmpty();
        other.post(POLICIES, with("business_hours_id", hours(manager))).problem(400, "malformed");
        assertThat(other.post("/api/v1/tickets", Map.of("subject", "x", "priority", "urgent"))
                        .expect(201)
                        .json()
                        .get("sla")
                        .isNull())
                .isTrue();
    }

    @Test
    void holdsTheBusinessHoursThatItGoesBy() {
        var hours = hours(manager);
        var path = manager.post(POLICIES, with("business_hours_id", hours))
                .expect(201)
                .header("Location");

        manager.delete(HOURS + "/" + hours).problem(409, "business-hours-in-use");
        var none = new HashMap<String, Object>();
        none.put("business_hours_id", null);
        manager.patch(path, none).expect(200);
        manager.delete(HOURS + "/" + hours).expect(204);
        manager.patch(path, Map.of("business_hours_id", UUID.randomUUID())).problem(400, "malformed");
    }

    @Test
    void thereAreNoMoreThanAHundred() {
        for (int i = 0; i < 100; i++) {
            manager.post(POLICIES, policy("n" + i)).expect(201);
        }

        manager.post(POLICIES, policy("one too many")).problem(409, "too-many-sla-policies");
        manager.delete(manager.get(POLICIES).json().at("/data/0/id").asString().transform(id -> POLICIES + "/" + id))
                .expect(204);
        manager.post(POLICIES, policy("the hundredth")).expect(201);
    }
}
