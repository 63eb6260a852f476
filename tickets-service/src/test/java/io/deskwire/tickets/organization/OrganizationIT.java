package io.deskwire.tickets.organization;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketsServiceTest
class OrganizationIT {
    private static final String ORGANIZATIONS = "/api/v1/organizations";

    @LocalServerPort
    int port;

    Desk desk;
    Api agent;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
    }

    @Test
    void areKnownAsTheContractShowsThem() {
        var made = agent.post(
                        ORGANIZATIONS,
                        Map.of(
                                "name",
                                " Acme ",
                                "external_id",
                                "17",
                                "domains",
                                List.of("Acme.example", "acme.example", "acme.test"),
                                "custom_fields",
                                Map.of("tier", "gold"),
                                "shared_tickets",
                                true))
                .expect(201);

        assertThat(made.json().propertyNames())
                .containsExactly(
                        "id",
                        "tenant_id",
                        "name",
                        "external_id",
                        "domains",
                        "custom_fields",
                        "shared_tickets",
                        "version",
                        "created_by",
                        "updated_by",
                        "created_at",
                        "updated_at");
        assertThat(made.text("/name")).isEqualTo("Acme");
        assertThat(made.json().get("domains").valueStream().map(domain -> domain.asString()))
                .containsExactly("acme.example", "acme.test");
        assertThat(made.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(agent.get(made.header("Location")).expect(200).json()).isEqualTo(made.json());
        assertThat(agent.get(ORGANIZATIONS).json().at("/data/0")).isEqualTo(made.json());
        assertThat(agent.post(ORGANIZATIONS, Map.of("name", "Other", "external_id", "17"))
                        .problem(409, "external-id-taken")
                        .get("existing_id")
                        .asString())
                .isEqualTo(made.text("/id"));
    }

    @Test
    void arePatchedAndDeleted() {
        agent.post(ORGANIZATIONS, Map.of("name", "Taken", "external_id", "9")).expect(201);
        var path = agent.post(
                        ORGANIZATIONS,
                        Map.of("name", "Acme", "external_id", "1", "custom_fields", Map.of("keep", 1, "drop", 2)))
                .expect(201)
                .header("Location");
        var fields = new HashMap<String, Object>();
        fields.put("drop", null);
        var patch = new HashMap<String, Object>();
        patch.put("external_id", null);
        patch.put("custom_fields", fields);

        var patched = agent.with("If-Match", "W/\"1\"").patch(path, patch).expect(200);

        assertThat(patched.json().get("external_id").isNull()).isTrue();
        assertThat(patched.json().get("custom_fields").toString()).isEqualTo("{\"keep\":1}");
        assertThat(patched.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(agent.patch(path, patch).expect(200).header("ETag")).isEqualTo("W/\"2\"");
        var late = agent.with("If-Match", "W/\"1\"");
        assertThat(late.patch(path, Map.of("name", "late"))
                        .problem(412, "stale")
                        .get("changed")
                        .valueStream()
                        .map(field -> field.asString()))
                .contains("external_id", "custom_fields");
        late.delete(path).problem(412, "stale");
        agent.patch(path, Map.of("external_id", "9")).problem(409, "external-id-taken");
        agent.delete(path).expect(204);
        agent.get(path).problem(404, "not-found");
        agent.delete(path).problem(404, "not-found");
    }

    @Test
    void namesEveryBadField() {
        var bad = Map.of(
                "name", "", "domains", List.of("no domain"), "shared_tickets", "yes", "custom_fields", 7, "id", "x");
        assertThat(agent.post(ORGANIZATIONS, bad)
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactly("id", "name", "domains", "custom_fields", "shared_tickets");
        agent.post(ORGANIZATIONS, Map.of()).problem(400, "malformed");
        agent.get(ORGANIZATIONS + "?updated_since=yesterday").problem(400, "malformed");
    }

    @Test
    void areReadInPagesThatMissNothing() {
        for (var i = 0; i < 3; i++) {
            agent.post(ORGANIZATIONS, Map.of("name", "organization " + i)).expect(201);
        }

        var first = agent.get(ORGANIZATIONS + "?limit=2").expect(200);
        var second = agent.get(ORGANIZATIONS + "?limit=2&cursor=" + first.text("/next_cursor"))
                .expect(200);

        assertThat(first.json().get("data").findValuesAsString("name"))
                .containsExactly("organization 2", "organization 1");
        assertThat(second.json().get("data").findValuesAsString("name")).containsExactly("organization 0");
        assertThat(second.text("/complete_until")).isEqualTo(first.text("/complete_until"));
        agent.patch(ORGANIZATIONS + "/" + first.text("/data/0/id"), Map.of("name", "changed"))
                .expect(200);
        assertThat(agent.get(ORGANIZATIONS + "?updated_since=" + first.text("/complete_until"))
                        .expect(200)
                        .json()
                        .get("data")
                        .findValuesAsString("name"))
                .contains("changed")
                .doesNotContain("organization 0");
    }

    @Test
    void areForTheTeam() {
        var path = agent.post(ORGANIZATIONS, Map.of("name", "Acme")).expect(201).header("Location");
        var reader = desk.member("va", "tickets.read");

        desk.client().get(ORGANIZATIONS).problem(403, "forbidden");
        desk.client().get(path).problem(403, "forbidden");
        desk.client().post(ORGANIZATIONS, Map.of("name", "x")).problem(403, "forbidden");
        reader.get(path).expect(200);
        reader.patch(path, Map.of("name", "x")).problem(403, "forbidden");
        reader.delete(path).problem(403, "forbidden");
    }
}
