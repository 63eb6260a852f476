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
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What policies make of tickets. Time is what a sweep is told; nobody waits for it.
@TicketsServiceTest
class SlaIT {
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

    private static Map<String, Object> target(String first, String resolution) {
        return Map.of("first_response", first, "next_response", "PT30M", "resolution", resolution);
    }

    private static Map<String, Object> targets(Map<String, Object> target) {
        return Map.of("low", target, "normal", target, "high", target, "urgent", target);
    }

    /// @return its path
    private String policy(String first, String resolution) {
        return manager.post(POLICIES, Map.of("title", "all", "targets", targets(target(first, resolution))))
                .expect(201)
                .header("Location");
    }

    private static Instant time(JsonNode ticket, String pointer) {
        return Instant.parse(ticket.at(pointer).asString());
    }

    private JsonNode get(String ticket) {
        return agent.get(ticket).expect(200).json();
    }

    private void say(Api api, String ticket, String visibility) {
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

    private record Event(String type, String actor, String audience, JsonNode data) {}

    private List<Event> events(String type) {
        return system.query(
                "test",
                () -> jdbc.sql("""
                        SELECT type, actor, audience, data FROM outbox
                         WHERE tenant_id = :tenant AND type LIKE :type ORDER BY id
                        """)
                        .param("tenant", desk.tenant())
                        .param("type", type)
                        .query((row, _) -> new Event(
                                row.getString("type"),
                                row.getString("actor"),
                                row.getString("audience"),
                                JsonMapper.shared().readTree(row.getString("data"))))
                        .list());
    }

    private static String fields(JsonNode entry) {
        return entry.get("changes").findValuesAsString("field").toString();
    }

    @Test
    void aNewTicketHasItsDeadlinesFromTheBeginning() {
        policy("PT1H", "P1D");

        var made = agent.post(TICKETS, Map.of("subject", "late")).expect(201);

        var ticket = made.json();
        var created = time(ticket, "/created_at");
        assertThat(time(ticket, "/sla/first_response/due_at")).isEqualTo(created.plus(HOUR));
        assertThat(time(ticket, "/sla/resolution/due_at")).isEqualTo(created.plus(Duration.ofDays(1)));
        assertThat(ticket.at("/sla/next_response").isNull()).isTrue();
        assertThat(ticket.get("first_response_due_at")).isEqualTo(ticket.at("/sla/first_response/due_at"));
        assertThat(ticket.get("resolution_due_at")).isEqualTo(ticket.at("/sla/resolution/due_at"));
        assertThat(ticket.get("next_due_at")).isEqualTo(ticket.get("first_response_due_at"));
        assertThat(ticket.get("sla_breached").asBoolean()).isFalse();
        assertThat(ticket.has("sla_progress")).isFalse();
        assertThat(made.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(get(made.header("Location"))).isEqualTo(ticket);
        assertThat(events("ticket.%"))
                .singleElement()
                .satisfies(event -> assertThat(event.data().get("record")).isEqualTo(ticket));
        assertThat(agent.get(TICKETS).json().at("/data/0")).isEqualTo(ticket);
    }

    @Test
    void theFirstPolicyThatMatchesHolds() {
        var vip = manager.post(
                        POLICIES,
                        Map.of(
                                "title", "important customers",
                                "conditions",
                                        Map.of("all", List.of(Map.of("field", "tag", "op", "is", "value", "vip"))),
                                "targets", targets(target("PT10M", "PT1H"))))
                .expect(201)
                .text("/id");
        var others = manager.post(
                        POLICIES,
                        Map.of(
                                "title",
                                "everybody",
                                "targets",
                                Map.of("urgent", target("PT2H", "PT8H"), "normal", target("PT4H", "P1D"))))
                .expect(201)
                .text("/id");

        var ticket = Desk.ticket(agent, "whose?");
        var created = time(get(ticket), "/created_at");
        assertThat(get(ticket).at("/sla/policy_id").asString()).isEqualTo(others);
        assertThat(time(get(ticket), "/first_response_due_at")).isEqualTo(created.plus(Duration.ofHours(4)));

        var urgent = agent.patch(ticket, Map.of("priority", "urgent")).expect(200);
        assertThat(time(urgent.json(), "/first_response_due_at")).isEqualTo(created.plus(Duration.ofHours(2)));
        assertThat(urgent.header("ETag")).isEqualTo("W/\"2\"");
        var low = agent.patch(ticket, Map.of("priority", "low")).expect(200).json();
        assertThat(low.at("/sla/policy_id").asString()).isEqualTo(others);
        assertThat(low.at("/sla/first_response").isNull()).isTrue();
        assertThat(low.get("next_due_at").isNull()).isTrue();
        var important =
                agent.patch(ticket, Map.of("tags", List.of("VIP"))).expect(200).json();
        assertThat(important.at("/sla/policy_id").asString()).isEqualTo(vip);
        assertThat(time(important, "/first_response_due_at")).isEqualTo(created.plus(Duration.ofMinutes(10)));

        var entries = agent.get(ticket + "/history").json().get("data");
        assertThat(fields(entries.get(3))).contains("tags", "sla", "next_due_at");
        assertThat(entries.get(3).get("actor").asString()).startsWith("user:");
    }

    @Test
    void pendingAndOnHoldPauseEveryClock() {
        policy("PT1H", "P1D");
        var ticket = Desk.ticket(agent, "waits");
        var due = time(get(ticket), "/sla/resolution/due_at");

        for (var status : List.of("pending", "on_hold")) {
            var paused =
                    agent.patch(ticket, Map.of("status", status)).expect(200).json();
            assertThat(paused.at("/sla/first_response").toString())
                    .isEqualTo("{\"due_at\":null,\"met_at\":null,\"breached\":false,\"paused\":true}");
            assertThat(paused.at("/sla/resolution/paused").asBoolean()).isTrue();
            assertThat(paused.get("next_due_at").isNull()).isTrue();
            assertThat(paused.get("resolution_due_at").isNull()).isTrue();
        }
        sweep(due.plus(Duration.ofDays(9)));
        assertThat(get(ticket).get("sla_breached").asBoolean()).isFalse();

        var resumed = agent.patch(ticket, Map.of("status", "open")).expect(200).json();
        assertThat(time(resumed, "/sla/resolution/due_at")).isAfter(due).isBefore(due.plus(HOUR));
        assertThat(resumed.at("/sla/resolution/paused").asBoolean()).isFalse();
    }

    @Test
    void repliesMeetAndStartClocksAndAreTheSystemsChanges() {
        policy("PT1H", "P1D");
        var user = UUID.randomUUID();
        var client = desk.client(user);
        var ticket = Desk.ticket(client, "mine");

        say(agent, ticket, "internal");
        say(client, ticket, "public");
        assertThat(get(ticket).get("version").asInt()).isEqualTo(1);
        say(agent, ticket, "public");
        var answered = get(ticket);
        assertThat(answered.at("/sla/first_response/met_at").isNull()).isFalse();
        assertThat(answered.at("/sla/next_response").isNull()).isTrue();
        assertThat(answered.get("next_due_at")).isEqualTo(answered.get("resolution_due_at"));
        assertThat(answered.get("version").asInt()).isEqualTo(2);
        assertThat(answered.get("updated_by").isNull()).isTrue();
        say(agent, ticket, "public");
        assertThat(get(ticket)).isEqualTo(answered);

        say(client, ticket, "public");
        var asked = get(ticket);
        assertThat(asked.at("/sla/next_response/met_at").isNull()).isTrue();
        assertThat(asked.get("next_due_at")).isEqualTo(asked.at("/sla/next_response/due_at"));
        say(client, ticket, "public");
        assertThat(get(ticket)).isEqualTo(asked);
        say(agent, ticket, "public");
        assertThat(get(ticket).at("/sla/next_response/met_at").isNull()).isFalse();
        assertThat(get(ticket).at("/sla/next_response/breached").asBoolean()).isFalse();

        var history = agent.get(ticket + "/history").json().get("data");
        assertThat(history).hasSize(4);
        assertThat(history.get(1).get("actor").asString()).isEqualTo("system:sla");
        assertThat(fields(history.get(1))).contains("sla").doesNotContain("status");
        assertThat(events("ticket.updated")).extracting(Event::actor).containsOnly("system:sla");
    }

    @Test
    void aQuestionThatNothingIsPromisedForChangesNothingThatShows() {
        manager.post(
                        POLICIES,
                        Map.of(
                                "title",
                                "no next response",
                                "targets",
                                Map.of("normal", Map.of("first_response", "PT1H", "resolution", "P1D"))))
                .expect(201);
        var client = desk.client();
        var ticket = Desk.ticket(client, "mine");
        say(agent, ticket, "public");
        var answered = get(ticket);

        say(client, ticket, "public");
        say(agent, ticket, "public");

        assertThat(get(ticket)).isEqualTo(answered);
    }

    @Test
    void solvingMeetsTheResolutionAndReopeningGoesOnWithWhatIsLeft() {
        policy("PT1H", "P1D");
        var ticket = Desk.ticket(agent, "solved too early");
        var due = time(get(ticket), "/resolution_due_at");

        var solved = agent.patch(ticket, Map.of("status", "solved")).expect(200).json();
        assertThat(solved.at("/sla/resolution/met_at")).isEqualTo(solved.get("solved_at"));
        assertThat(time(solved, "/sla/resolution/due_at")).isEqualTo(due);
        assertThat(solved.at("/sla/first_response/paused").asBoolean()).isTrue();
        assertThat(solved.get("next_due_at").isNull()).isTrue();

        var reopened = agent.patch(ticket, Map.of("status", "open")).expect(200).json();
        assertThat(reopened.at("/sla/resolution/met_at").isNull()).isTrue();
        assertThat(time(reopened, "/resolution_due_at")).isAfter(due).isBefore(due.plus(HOUR));
    }

    @Test
    void warnsTheTeamOnceAndThenSaysThatItIsTooLate() throws Exception {
        policy("PT1H", "P1D");
        var client = desk.client();
        var ticket = Desk.ticket(client, "urgent");
        var created = time(get(ticket), "/created_at");

        sweep(created.plus(Duration.ofMinutes(47)));
        assertThat(events("ticket.sla_%")).isEmpty();
        twice(created.plus(Duration.ofMinutes(48)));
        twice(created.plus(Duration.ofMinutes(59)));
        assertThat(events("ticket.sla_%")).singleElement().satisfies(warning -> {
            assertThat(warning.type()).isEqualTo("ticket.sla_warning");
            assertThat(warning.actor()).isEqualTo("system:sla");
            assertThat(warning.audience()).isEqualTo("{\"permission\":\"tickets.read\",\"users\":[]}");
            assertThat(warning.data().get("record")).isEqualTo(get(ticket));
        });
        assertThat(get(ticket).get("version").asInt()).isEqualTo(1);

        twice(created.plus(HOUR));
        var late = get(ticket);
        assertThat(late.get("sla_breached").asBoolean()).isTrue();
        assertThat(late.at("/sla/first_response/breached").asBoolean()).isTrue();
        assertThat(late.at("/sla/resolution/breached").asBoolean()).isFalse();
        assertThat(late.get("next_due_at")).isEqualTo(late.get("resolution_due_at"));
        assertThat(late.get("version").asInt()).isEqualTo(2);
        assertThat(events("ticket.sla_breached")).singleElement().satisfies(breach -> {
            assertThat(breach.audience()).isEqualTo("{\"permission\":\"tickets.read\",\"users\":[]}");
            assertThat(breach.data().get("record")).isEqualTo(late);
            assertThat(breach.data().at("/old_record/sla_breached").asBoolean()).isFalse();
            assertThat(breach.data().get("changed").toString()).contains("sla_breached", "next_due_at");
        });
        assertThat(events("ticket.updated"))
                .singleElement()
                .satisfies(update -> assertThat(update.data().get("record")).isEqualTo(late));
        var entry = agent.get(ticket + "/history").json().at("/data/1");
        assertThat(entry.get("actor").asString()).isEqualTo("system:sla");
        assertThat(fields(entry)).contains("sla_breached", "sla");

        sweep(created.plus(Duration.ofHours(20)));
        assertThat(events("ticket.sla_warning")).hasSize(2);
        sweep(created.plus(Duration.ofDays(2)));
        assertThat(events("ticket.sla_breached")).hasSize(2);
        assertThat(number("SELECT count(*) FROM ticket_clocks WHERE tenant_id = :tenant"))
                .isZero();
    }

    /// As two nodes do.
    private void twice(Instant now) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> sweep = () -> {
                sweep(now);
                return true;
            };
            for (var done : threads.invokeAll(List.of(sweep, sweep))) {
                done.get();
            }
        }
        sweep(now.plusSeconds(2)); // what one had to leave to the other
    }

    @Test
    void whatIsMissedIsToldOnceWhetherTheSweepOrSomebodysChangeComesFirst() {
        var policy = policy("PT1H", "P1D");
        var ticket = Desk.ticket(agent, "forgotten");
        manager.patch(policy, Map.of("targets", targets(target("PT1S", "P1D")))).expect(200);
        await().untilAsserted(() -> {
            agent.patch(ticket, Map.of("subject", UUID.randomUUID().toString())).expect(200);
            assertThat(get(ticket).get("sla_breached").asBoolean()).isTrue();
        });

        assertThat(events("ticket.sla_breached")).hasSize(1);
        sweep(Instant.now().plus(Duration.ofMinutes(1)));
        assertThat(events("ticket.sla_breached")).hasSize(1);
    }

    @Test
    void ticketsThatAreThereAreCountedAnewByWhatHappenedToThem() {
        var client = desk.client();
        var answered = Desk.ticket(client, "answered");
        say(agent, answered, "public");
        say(client, answered, "public");
        var paused = Desk.ticket(client, "paused");
        agent.patch(paused, Map.of("status", "pending")).expect(200);
        var closed = Desk.ticket(client, "closed");
        agent.patch(closed, Map.of("status", "closed")).expect(200);
        var many = properties.batch() + 3;
        for (int i = 0; i < many; i++) {
            Desk.ticket(agent, "one of many");
        }

        var policy = policy("PT1H", "P1D");
        recounted();

        assertThat(get(answered).at("/sla/first_response/met_at").isNull()).isFalse();
        assertThat(get(answered).at("/sla/next_response/due_at").isNull()).isFalse();
        assertThat(get(paused).at("/sla/first_response/paused").asBoolean()).isTrue();
        assertThat(get(closed).get("sla").isNull()).isTrue();
        assertThat(number("SELECT count(*) FROM tickets WHERE tenant_id = :tenant AND sla IS NOT NULL"))
                .isEqualTo(many + 2);
        assertThat(agent.get(paused + "/history").json().at("/data/2/actor").asString())
                .isEqualTo("system:sla");

        manager.patch(policy, Map.of("targets", targets(target("PT2H", "P2D")))).expect(200);
        recounted();
        assertThat(time(get(answered), "/resolution_due_at"))
                .isEqualTo(time(get(answered), "/created_at").plus(Duration.ofDays(2)));
        manager.patch(policy, Map.of("title", "called otherwise")).expect(200);
        assertThat(number("SELECT count(*) FROM sla_recounts WHERE tenant_id = :tenant"))
                .isZero();

        manager.delete(policy).expect(204);
        recounted();
        assertThat(number("SELECT count(*) FROM tickets WHERE tenant_id = :tenant AND sla IS NOT NULL"))
                .isZero();
        assertThat(number("SELECT count(*) FROM ticket_clocks WHERE tenant_id = :tenant"))
                .isZero();
        assertThat(get(answered).get("next_due_at").isNull()).isTrue();
    }

    @Test
    void otherBusinessHoursMakeOtherDeadlines() {
        var hours = manager.post(
                        "/api/v1/business-hours",
                        Map.of("name", "never", "time_zone", "Europe/Berlin", "week", Map.of()))
                .expect(201);
        var body = new HashMap<String, Object>();
        body.put("title", "by the hours");
        body.put("targets", targets(target("PT1H", "P1D")));
        body.put("business_hours_id", hours.text("/id"));
        manager.post(POLICIES, body).expect(201);
        var ticket = Desk.ticket(agent, "never due");
        assertThat(get(ticket).at("/sla/first_response").toString())
                .isEqualTo("{\"due_at\":null,\"met_at\":null,\"breached\":false,\"paused\":false}");
        assertThat(get(ticket).get("next_due_at").isNull()).isTrue();

        var always = List.of(List.of("00:00", "24:00"));
        manager.patch(
                        hours.header("Location"),
                        Map.of(
                                "week",
                                Map.of(
                                        "mon", always, "tue", always, "wed", always, "thu", always, "fri", always,
                                        "sat", always, "sun", always)))
                .expect(200);
        recounted();

        assertThat(time(get(ticket), "/first_response_due_at"))
                .isEqualTo(time(get(ticket), "/created_at").plus(HOUR));
    }

    /// Another node has changed a policy, and this one does not know yet.
    @Test
    void aWriteGoesByThePoliciesThatHoldAndNotByThoseThatTheNodeRemembers() {
        policy("PT1H", "P1D");
        Desk.ticket(agent, "remembered from here on");
        system.run("test", () -> {
            jdbc.sql("""
                            UPDATE sla_policies
                               SET targets = '{"normal": {"first_response": "PT2H", "resolution": "P2D"}}'
                             WHERE tenant_id = :tenant
                            """).param("tenant", desk.tenant()).update();
            jdbc.sql("UPDATE sla_revisions SET revision = revision + 1 WHERE tenant_id = :tenant")
                    .param("tenant", desk.tenant())
                    .update();
        });

        var made = agent.post(TICKETS, Map.of("subject", "new")).expect(201);

        assertThat(time(made.json(), "/first_response_due_at"))
                .isEqualTo(time(made.json(), "/created_at").plus(Duration.ofHours(2)));
        assertThat(made.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(get(made.header("Location"))).isEqualTo(made.json());
    }

    @Test
    void aClientSeesTheirOwnDeadlinesAndNothingOfHowTheyComeAbout() {
        policy("PT1H", "P1D");
        var client = desk.client();
        var ticket = Desk.ticket(client, "mine");

        var seen = client.get(ticket).expect(200).json();
        assertThat(seen).isEqualTo(get(ticket));
        assertThat(seen.at("/sla/first_response/due_at").isNull()).isFalse();
        client.get(POLICIES).problem(403, "forbidden");
        client.get("/api/v1/business-hours").problem(403, "forbidden");
        client.get(ticket + "/history").problem(403, "forbidden");
        client.patch(ticket, Map.of("status", "solved")).expect(200);
        client.patch(ticket, Map.of("status", "open")).expect(200);
        for (var field : List.of("sla", "next_due_at", "first_response_due_at", "sla_breached")) {
            var body = new HashMap<String, Object>();
            body.put(field, null);
            agent.patch(ticket, body).problem(400, "malformed");
        }
    }

    @Test
    void anAlarmGoesWithItsTicket() {
        policy("PT1H", "P1D");
        var ticket = Desk.ticket(manager, "short-lived");
        assertThat(number("SELECT count(*) FROM ticket_clocks WHERE tenant_id = :tenant"))
                .isOne();

        manager.delete(ticket).expect(204);
        assertThat(number("SELECT count(*) FROM ticket_clocks WHERE tenant_id = :tenant"))
                .isZero();
        manager.post(ticket + "/restore", Map.of()).expect(200);
        assertThat(number("SELECT count(*) FROM ticket_clocks WHERE tenant_id = :tenant"))
                .isOne();
        manager.delete(ticket).expect(204);
        manager.post(ticket + "/purge", Map.of()).expect(204);

        assertThat(number("SELECT count(*) FROM ticket_clocks WHERE tenant_id = :tenant"))
                .isZero();
        system.run("test", () -> jdbc.sql("""
                        INSERT INTO ticket_clocks (tenant_id, ticket_id, due_at, wake_at, warned)
                        VALUES (:tenant, gen_random_uuid(), now(), now(), false)
                        """).param("tenant", desk.tenant()).update());
        sweep(Instant.now().plus(Duration.ofMinutes(1)));
        assertThat(number("SELECT count(*) FROM ticket_clocks WHERE tenant_id = :tenant"))
                .isZero();
    }

    @Test
    void ticketsOfOneTenantGoByItsOwnPolicies() {
        policy("PT1H", "P1D");
        var other = Desk.at(port);
        other.manager()
                .post(POLICIES, Map.of("title", "theirs", "targets", targets(target("PT5H", "P5D"))))
                .expect(201);
        var theirs = Desk.ticket(other.agent(), "theirs");
        var ours = Desk.ticket(agent, "ours");

        manager.delete(manager.get(POLICIES).json().at("/data/0/id").asString().transform(id -> POLICIES + "/" + id))
                .expect(204);
        recounted();

        assertThat(get(ours).get("sla").isNull()).isTrue();
        var ticket = other.agent().get(theirs).expect(200).json();
        assertThat(time(ticket, "/first_response_due_at"))
                .isEqualTo(time(ticket, "/created_at").plus(HOUR.multipliedBy(5)));
    }
}
