package io.deskwire.tickets.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.MutableClock;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import io.deskwire.tickets.ticket.LiveTickets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Policies, and what else becomes of tickets: the trash, merges, replies that reopen them, fields of the tenant's own.
@TicketsServiceTest
class SlaBesideIT {
    private static final String TICKETS = "/api/v1/tickets";
    private static final String POLICIES = "/api/v1/sla-policies";
    private static final Duration HOUR = Duration.ofHours(1);

    @LocalServerPort
    int port;

    @Autowired
    AlarmRepository alarms;

    @Autowired
    LiveTickets tickets;

    @Autowired
    SlaRecount recount;

    @Autowired
    SlaProperties properties;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    Desk desk;
    Api manager;
    Api agent;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        manager = desk.manager();
        agent = desk.agent();
    }

    private static Map<String, Object> everything(String first, String resolution) {
        var target = Map.of("first_response", first, "next_response", "PT30M", "resolution", resolution);
        return Map.of(
                "title",
                "everything",
                "targets",
                Map.of("low", target, "normal", target, "high", target, "urgent", target));
    }

    /// @return its path
    private String policy(String first, String resolution) {
        return manager.post(POLICIES, everything(first, resolution)).expect(201).header("Location");
    }

    private static Instant time(JsonNode ticket, String pointer) {
        return Instant.parse(ticket.at(pointer).asString());
    }

    private JsonNode get(String ticket) {
        return agent.get(ticket).expect(200).json();
    }

    private static void say(Api api, String ticket, String visibility) {
        api.post(ticket + "/comments", Map.of("body", "said", "visibility", visibility))
                .expect(201);
    }

    private void sweep(Instant now) {
        var sweep = new SlaSweep(alarms, tickets, recount, system, properties, MutableClock.at(now));
        var dealt = 0;
        do {
            dealt = sweep.sweep(now);
        } while (dealt > 0);
    }

    /// Until no ticket of the tenant has to be counted anew; others may still be writing at first.
    private void recounted() {
        await().untilAsserted(() -> {
            recount.sweep(Instant.now());
            assertThat(number("SELECT count(*) FROM sla_recounts WHERE tenant_id = :tenant"))
                    .isZero();
        });
    }

    private int number(String sql) {
        return system.query(
                "test",
                () -> jdbc.sql(sql)
                        .param("tenant", desk.tenant())
                        .query(Integer.class)
                        .single());
    }

    private record Event(String audience, JsonNode data) {}

    private List<Event> events(String type) {
        return system.query(
                "test",
                () -> jdbc.sql("""
                        SELECT audience, data FROM outbox
                         WHERE tenant_id = :tenant AND type LIKE :type ORDER BY id
                        """)
                        .param("tenant", desk.tenant())
                        .param("type", type)
                        .query((row, _) -> new Event(
                                row.getString("audience"), JsonMapper.shared().readTree(row.getString("data"))))
                        .list());
    }

    private static String fields(JsonNode entry) {
        return entry.get("changes").findValuesAsString("field").toString();
    }

    /// Nobody is warned of what lies in the trash. When it comes out, what was missed meanwhile is told.
    @Test
    void theTrashIsLeftAloneAndLeftLate() {
        var policy = policy("PT1H", "P1D");
        var ticket = Desk.ticket(agent, "deleted by mistake");
        manager.delete(ticket).expect(204);
        manager.patch(policy, everything("PT1S", "P1D")).expect(200);
        recounted();
        sweep(Instant.now().plus(Duration.ofDays(2)));
        assertThat(events("ticket.sla_%")).isEmpty();

        await().untilAsserted(() -> {
            manager.post(ticket + "/restore", Map.of()).expect(200);
            var late = get(ticket).get("sla_breached").asBoolean();
            if (!late) {
                manager.delete(ticket).expect(204);
            }
            assertThat(late).isTrue();
        });

        assertThat(events("ticket.sla_breached")).singleElement().satisfies(breach -> {
            assertThat(breach.audience()).isEqualTo("{\"permission\":\"tickets.read\",\"users\":[]}");
            assertThat(breach.data().at("/record/deleted_at").isNull()).isTrue();
            assertThat(breach.data().at("/old_record/sla_breached").asBoolean()).isFalse();
        });
    }

    @Test
    void aMergedTicketWaitsForNobodyUntilItIsOnItsOwnAgain() {
        policy("PT1H", "P1D");
        var ticket = Desk.ticket(agent, "the same again");
        var due = time(get(ticket), "/resolution_due_at");
        var target =
                agent.post(TICKETS, Map.of("subject", "broken")).expect(201).text("/id");

        agent.post(ticket + "/merge", Map.of("into", target)).expect(200);
        var merged = get(ticket);
        assertThat(merged.at("/sla/resolution/met_at")).isEqualTo(merged.get("solved_at"));
        assertThat(merged.get("next_due_at").isNull()).isTrue();
        assertThat(number("SELECT count(*) FROM ticket_clocks WHERE tenant_id = :tenant"))
                .isOne();

        var apart = agent.post(ticket + "/unmerge", Map.of()).expect(200).json();
        assertThat(time(apart, "/resolution_due_at")).isAfter(due).isBefore(due.plus(HOUR));
        assertThat(number("SELECT count(*) FROM ticket_clocks WHERE tenant_id = :tenant"))
                .isEqualTo(2);
    }

    /// The customer's change shows what it did to the clocks.
    @Test
    void aReplyThatReopensATicketIsOneVersion() {
        policy("PT1H", "P1D");
        var client = desk.client();
        var ticket = Desk.ticket(client, "mine");
        say(agent, ticket, "public");
        agent.patch(ticket, Map.of("status", "pending")).expect(200);
        var version = get(ticket).get("version").asInt();

        say(client, ticket, "public");

        var asked = get(ticket);
        assertThat(asked.get("version").asInt()).isEqualTo(version + 1);
        assertThat(asked.get("status").asString()).isEqualTo("open");
        assertThat(asked.at("/sla/next_response/due_at").isNull()).isFalse();
        assertThat(asked.at("/sla/resolution/paused").asBoolean()).isFalse();
        var entry = agent.get(ticket + "/history").json().at("/data/" + version);
        assertThat(entry.get("actor").asString()).startsWith("user:");
        assertThat(fields(entry)).contains("status", "sla");
    }

    @Test
    void aPolicyGoesByTheTenantsOwnFields() {
        var plan = manager.post(
                        "/api/v1/ticket-fields",
                        Map.of("key", "plan", "label", "Plan", "type", "select", "options", List.of("free", "gold")))
                .expect(201)
                .header("Location");
        var clause = Map.of("field", "custom_fields.plan", "op", "is", "value", "gold");
        var body = new HashMap<>(everything("PT1H", "P1D"));
        body.put("conditions", Map.of("all", List.of(clause)));
        manager.post(POLICIES, body).expect(201);
        var gold = agent.post(TICKETS, Map.of("subject", "x", "custom_fields", Map.of("plan", "gold")))
                .expect(201);
        assertThat(gold.json().get("sla").isNull()).isFalse();
        assertThat(get(Desk.ticket(agent, "y")).get("sla").isNull()).isTrue();

        manager.delete(plan).expect(204);
        policy("PT5H", "P5D"); // so that all are read again

        assertThat(agent.patch(gold.header("Location"), Map.of("priority", "high"))
                        .expect(200)
                        .json()
                        .at("/sla/policy_id"))
                .as("the value stays, and so does what was promised for it")
                .isEqualTo(gold.json().at("/sla/policy_id"));
        assertThat(manager.post(POLICIES, body)
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactly("conditions.all[0].field");
    }

    /// What is told of deadlines is for the team, but like all that is told of a client's ticket.
    @Test
    void warningsTellNothingThatIsHiddenFromTheClientWhoAsked() {
        policy("PT1H", "P1D");
        manager.post(
                        "/api/v1/ticket-fields",
                        Map.of("key", "note", "label", "Note", "type", "text", "visible_to_client", false))
                .expect(201);
        var ticket = Desk.ticket(desk.client(), "mine");
        agent.patch(ticket, Map.of("custom_fields", Map.of("note", "only for the team")))
                .expect(200);
        var created = time(get(ticket), "/created_at");

        sweep(created.plus(Duration.ofMinutes(50)));
        sweep(created.plus(HOUR));

        for (var type : List.of("ticket.sla_warning", "ticket.sla_breached", "ticket.updated")) {
            assertThat(events(type))
                    .as(type)
                    .isNotEmpty()
                    .noneMatch(event -> event.data().toString().contains("only for the team"));
        }
        assertThat(get(ticket).at("/custom_fields/note").asString()).isEqualTo("only for the team");
    }
}
