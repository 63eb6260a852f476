package io.deskwire.tickets.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketsServiceTest
class ContactIT {
    private static final String CONTACTS = "/api/v1/contacts";

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
    void areKnownByAddress() {
        var made = agent.post(CONTACTS, Map.of("email", "Ann@Example.com", "name", "Ann", "external_id", "17"))
                .expect(201);

        assertThat(made.text("/email")).isEqualTo("ann@example.com");
        assertThat(agent.get(made.header("Location")).expect(200).json()).isEqualTo(made.json());
        assertThat(agent.get(CONTACTS + "?email=ANN@example.com")
                        .expect(200)
                        .json()
                        .at("/data/0"))
                .isEqualTo(made.json());
        assertThat(agent.get(CONTACTS + "?email=nobody@example.com").json().get("data"))
                .isEmpty();
        assertThat(agent.post(CONTACTS, Map.of("email", "ann@example.com"))
                        .problem(409, "email-taken")
                        .get("existing_id")
                        .asString())
                .isEqualTo(made.text("/id"));
    }

    @Test
    void areMadeByTicketsWhichFillGapsAndOverwriteNothing() {
        ask(Map.of("email", "b@example.com"));
        ask(Map.of("email", "b@example.com", "name", "Bob"));
        ask(Map.of("email", "b@example.com", "name", "Robert", "external_id", "9"));

        var bob = agent.get(CONTACTS).expect(200);

        assertThat(bob.json().get("data")).hasSize(1);
        assertThat(bob.text("/data/0/name")).isEqualTo("Bob");
        assertThat(bob.text("/data/0/external_id")).isEqualTo("9");
        assertThat(bob.json().at("/data/0/version").asInt()).isEqualTo(3);
    }

    @Test
    void arePatched() {
        var taken = agent.post(CONTACTS, Map.of("email", "taken@example.com"))
                .expect(201)
                .text("/id");
        var path = agent.post(CONTACTS, Map.of("email", "c@example.com", "name", "C"))
                .expect(201)
                .header("Location");
        var patch = new HashMap<String, Object>();
        patch.put("name", null);
        patch.put("email", "D@example.com");

        var patched = agent.with("If-Match", "W/\"1\"").patch(path, patch).expect(200);

        assertThat(patched.text("/email")).isEqualTo("d@example.com");
        assertThat(patched.json().get("name").isNull()).isTrue();
        assertThat(patched.header("ETag")).isEqualTo("W/\"2\"");
        agent.with("If-Match", "W/\"1\"").patch(path, Map.of("name", "late")).problem(412, "stale");
        assertThat(agent.patch(path, Map.of("email", "taken@example.com"))
                        .problem(409, "email-taken")
                        .get("existing_id")
                        .asString())
                .isEqualTo(taken);
        var errors = agent.patch(path, Map.of("email", "nobody", "name", 7, "version", 1))
                .problem(400, "malformed")
                .get("errors");
        assertThat(errors.findValuesAsString("field")).contains("email", "name", "version");
        agent.patch(path, Map.of("email", "")).problem(400, "malformed");
    }

    @Test
    void areForTheTeam() {
        var path = agent.post(CONTACTS, Map.of("email", "e@example.com"))
                .expect(201)
                .header("Location");

        desk.client().get(CONTACTS).problem(403, "forbidden");
        desk.client().get(path).problem(403, "forbidden");
        desk.client().post(CONTACTS, Map.of("email", "f@example.com")).problem(403, "forbidden");
        agent.post(CONTACTS, Map.of("email", "nobody")).problem(400, "malformed");
        agent.post(CONTACTS, Map.of()).problem(400, "malformed");
    }

    private void ask(Map<String, String> requester) {
        agent.post("/api/v1/tickets", Map.of("subject", "x", "requester", requester))
                .expect(201);
    }
}
