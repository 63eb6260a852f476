package io.deskwire.notification.inapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import io.deskwire.notification.Events;
import io.deskwire.notification.NotificationServiceTest;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.testsupport.TestTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@NotificationServiceTest
class NotificationIT {
    private static final String COUNTED = """
            SELECT count(*) FROM notifications
             WHERE tenant_id = :tenant AND user_id = :user AND read_at IS NULL AND archived_at IS NULL
            """;

    @LocalServerPort
    int port;

    @Autowired
    TestTokens tokens;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    final Events events = Events.ofNewTenant();
    final UUID admin = UUID.randomUUID();
    final UUID agent = UUID.randomUUID();
    final UUID va = UUID.randomUUID();
    final UUID client = UUID.randomUUID();

    @Test
    void tellsAdminsAndAgentsOfEachNewTicket() {
        team();
        var ticket = UUID.randomUUID();
        var event = events.ticketCreated(ticket);

        awaitUnread(admin, 1);
        awaitUnread(agent, 1);
        var told =
                as(admin).get("/api/v1/notifications?unread=true").expect(200).json();
        var notification = told.get("data").get(0);
        assertThat(notification.get("kind").asString()).isEqualTo("ticket.created");
        assertThat(notification.get("title").asString()).isEqualTo("New ticket: Order is late");
        assertThat(notification.get("table").asString()).isEqualTo("tickets");
        assertThat(notification.get("subject").asString()).isEqualTo(ticket.toString());
        assertThat(notification.get("event_id").asString()).isEqualTo(event.toString());
        assertThat(unread(va)).isZero();
        assertThat(unread(client)).isZero();
    }

    @Test
    void tellsPeopleOfTheirTicketsAndCommentsButNobodyOfItsOwnDoing() {
        team();
        var ticket = UUID.randomUUID();
        events.ticketCreated(ticket, "user:" + agent);
        events.ticketAssigned(ticket, va, "user:" + admin);
        events.commented(ticket, "public", "user:" + admin);
        events.commented(ticket, "public", "user:" + va);

        awaitUnread(va, 2);
        awaitUnread(admin, 1);
        assertThat(kinds(va)).containsExactly("comment.created", "ticket.assigned");
        assertThat(kinds(admin)).containsExactly("ticket.created");
        assertThat(unread(agent)).isZero();
    }

    @Test
    void keepsInternalCommentsFromWhoMayNotReadThem() {
        team();
        var ticket = UUID.randomUUID();
        events.ticketCreated(ticket, "user:" + agent);
        events.ticketAssigned(ticket, va, "user:" + agent);
        events.commented(ticket, "internal", "user:" + agent);
        events.commented(ticket, "public", "user:" + agent);
        events.ticketAssigned(UUID.randomUUID(), va, "user:" + agent);

        awaitUnread(va, 3);
        assertThat(kinds(va)).containsExactly("ticket.assigned", "comment.created", "ticket.assigned");
    }

    @Test
    void tellsAClientOfItsOwnTicketsOnly() {
        team();
        var own = UUID.randomUUID();
        var asked = Map.of("permission", "tickets.read", "users", List.of(client));
        events.ticketCreated(own, "service_user:" + UUID.randomUUID(), client, null, asked);
        events.commented(own, "internal", "user:" + agent);
        events.commented(own, "public", "user:" + agent, asked);
        // Somebody else's ticket that was assigned to the client, who cannot open it.
        var foreign = UUID.randomUUID();
        events.ticketCreated(foreign);
        events.ticketAssigned(foreign, client, "user:" + agent);
        events.commented(foreign, "public", "user:" + agent);
        events.commented(own, "public", "user:" + agent, asked);

        awaitUnread(client, 2);
        assertThat(kinds(client)).containsExactly("comment.created", "comment.created");
    }

    /// The reproduction of the issue.
    @Test
    void tellsNobodyWhoseRoleMayNotReadIt() {
        team();
        events.role("agent", 1, "tenant.read");
        awaitRows("SELECT count(*) FROM roles_seen WHERE tenant_id = :tenant", 1);
        events.ticketCreated(UUID.randomUUID());

        awaitUnread(admin, 1);
        assertThat(counted(agent)).isZero();
    }

    @Test
    void catchesUpForWhoMayMoreThanWasKnown() {
        team();
        events.role("agent", 1, "tenant.read");
        awaitRows("SELECT count(*) FROM roles_seen WHERE tenant_id = :tenant", 1);
        var granted = Events.now();
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);
        assertThat(counted(agent)).isZero();

        // The grant is older than the ticket; its topic was only read later.
        events.at(granted).role("agent", 2, "tickets.read");
        awaitUnread(agent, 1);
        awaitUnread(admin, 1);
    }

    @Test
    void showsNoLongerWhatItsOwnerMayNotReadAnyMore() {
        team();
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);
        events.pairingRequested(UUID.randomUUID());
        awaitUnread(admin, 2);
        var path = "/api/v1/notifications";
        var id = as(admin).get(path).text("/data/1/id");
        var demoted = Api.at("http://127.0.0.1:" + port)
                .as(tokens.member(events.tenant(), admin, "admin", "tenant.read", "admin.automation"));

        var shown = demoted.get(path).expect(200).json();
        assertThat(shown.get("data").findValuesAsString("kind")).containsExactly("pairing.requested");
        assertThat(shown.get("unread_count").asInt()).isOne();
        for (var action : List.of("read", "archive")) {
            demoted.post(path + "/" + id + "/" + action, "{}").problem(404, "not-found");
        }
        assertThat(demoted.post(path + "/read-all", "{}")
                        .expect(200)
                        .json()
                        .get("read")
                        .asInt())
                .isOne();
        assertThat(demoted.get(path).json().get("unread_count").asInt()).isZero();

        // Given back, it is there as it was.
        assertThat(kinds(admin)).containsExactly("pairing.requested", "ticket.created");
        assertThat(unread(admin)).isOne();
        as(admin).post(path + "/" + id + "/read", "{}").expect(200);
        assertThat(unread(admin)).isZero();
    }

    @Test
    void producesEventsThatTheirOwnerSeesAsLongAsTheRow() {
        team();
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);
        var id = as(admin).get("/api/v1/notifications").text("/data/0/id");
        as(admin).post("/api/v1/notifications/" + id + "/read", "{}").expect(200);

        var audiences = system.call(
                "test",
                () -> jdbc.sql("SELECT audience FROM outbox WHERE tenant_id = :tenant AND subject = :id")
                        .param("tenant", events.tenant())
                        .param("id", id)
                        .query(String.class)
                        .list());
        assertThat(audiences).hasSize(2).allSatisfy(text -> {
            var audience = JsonMapper.shared().readTree(text);
            assertThat(audience.get("users").get(0).asString()).isEqualTo(admin.toString());
            assertThat(audience.get("needs").get(0).asString()).isEqualTo("tickets.read");
        });
    }

    @Test
    void tellsAdminsOfJobsThatNeedAttentionAndOfPairingRequests() {
        team();
        events.jobFailed(UUID.randomUUID(), "QUEUED");
        events.jobFailed(UUID.randomUUID(), "FAILED_NEEDS_ATTENTION");
        events.pairingRequested(UUID.randomUUID());

        awaitUnread(admin, 2);
        assertThat(kinds(admin)).containsExactly("pairing.requested", "job.needs_attention");
        assertThat(unread(agent)).isZero();
    }

    @Test
    void catchesUpForMembersSeenAfterTheEvent() {
        var late = UUID.randomUUID();
        var joined = Events.now();
        var ticket = UUID.randomUUID();
        events.ticketCreated(ticket);
        awaitAnnounced(1);

        // The membership is older than the ticket; its topic was only read later.
        var record = Map.of("tenant_id", events.tenant(), "user_id", late, "role", "admin");
        events.at(joined)
                .send(Topic.IDENTITY, "member.created", late, 1, "user:" + late, "members.read", "memberships", record);

        awaitUnread(late, 1);
        assertThat(kinds(late)).containsExactly("ticket.created");
    }

    @Test
    void tellsNobodyOfWhatWasBeforeItsTime() {
        events.memberCreated(admin, "admin");
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);

        events.memberCreated(agent, "agent");
        events.ticketCreated(UUID.randomUUID());

        awaitUnread(admin, 2);
        awaitUnread(agent, 1);
    }

    @Test
    void tellsNoLongerWhoHasLeftAndAgainWhoIsBack() {
        team();
        events.member("member.deleted", agent, "agent", 2);
        awaitMembers(3);
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);
        assertThat(unread(agent)).isZero();

        events.member("member.created", agent, "agent", 1);
        awaitMembers(4);
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(agent, 1);
    }

    @Test
    void takesARedeliveredEventOnce() {
        team();
        var record = Map.of("id", UUID.randomUUID(), "subject", "twice");
        var id = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            events.send(
                    Topic.TICKETS,
                    id,
                    "ticket.created",
                    UUID.randomUUID(),
                    1,
                    "system:test",
                    Map.of("permission", "tickets.read", "users", List.of()),
                    Map.of("table", "tickets", "record", record));
        }
        events.ticketCreated(UUID.randomUUID());

        awaitUnread(admin, 2);
        assertThat(kinds(admin)).hasSize(2);
    }

    @Test
    void goesOnAfterARecordThatIsNoEvent() {
        team();
        events.garbage(Topic.TICKETS, "nonsense".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        events.ticketCreated(UUID.randomUUID());

        awaitUnread(admin, 1);
    }

    @Test
    void keepsTheCountUnderConcurrentReads() throws Exception {
        team();
        for (int i = 0; i < 20; i++) {
            events.ticketCreated(UUID.randomUUID());
        }
        awaitUnread(admin, 20);
        var ids = new ArrayList<String>();
        as(admin)
                .get("/api/v1/notifications?limit=200")
                .json()
                .get("data")
                .forEach(row -> ids.add(row.get("id").asString()));
        var calls = new ArrayList<CompletableFuture<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var id : ids.subList(0, 10)) {
                for (var action : List.of("read", "archive", "read")) {
                    calls.add(CompletableFuture.runAsync(
                            () -> as(admin)
                                    .post("/api/v1/notifications/" + id + "/" + action, "{}")
                                    .expect(200),
                            threads));
                }
            }
            for (int i = 0; i < 5; i++) {
                events.ticketCreated(UUID.randomUUID());
            }
        }
        assertThat(calls).allMatch(CompletableFuture::isDone).noneMatch(CompletableFuture::isCompletedExceptionally);
        awaitUnread(admin, 15);

        as(admin).post("/api/v1/notifications/read-all", "{}").expect(200);
        assertThat(unread(admin)).isZero();
        assertThat(counted(admin)).isZero();
    }

    @Test
    void respectsPreferences() {
        team();
        var path = "/api/v1/notification-preferences";
        assertThat(as(admin)
                        .get(path)
                        .expect(200)
                        .json()
                        .at("/preferences/ticket.created/in_app")
                        .asBoolean())
                .isTrue();
        as(admin)
                .put(path, Map.of("preferences", Map.of("ticket.created", Map.of("in_app", false))))
                .expect(200);
        events.ticketCreated(UUID.randomUUID());
        events.pairingRequested(UUID.randomUUID());

        awaitUnread(agent, 1);
        awaitUnread(admin, 1);
        assertThat(kinds(admin)).containsExactly("pairing.requested");
        var errors = as(admin)
                .put(path, Map.of("preferences", Map.of("no.such", Map.of("in_app", true))))
                .problem(400, "malformed");
        assertThat(errors.get("errors").findValuesAsString("field")).containsExactly("preferences.no.such");
    }

    @Test
    void showsNobodyElsesNotifications() {
        team();
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);
        var id = as(admin).get("/api/v1/notifications").text("/data/0/id");
        var foreign = Api.at("http://127.0.0.1:" + port).as(tokens.member(UUID.randomUUID(), admin, "admin"));

        for (var other : List.of(foreign, as(agent))) {
            for (var action : List.of("read", "archive")) {
                other.post("/api/v1/notifications/" + id + "/" + action, "{}").problem(404, "not-found");
            }
        }
        assertThat(foreign.get("/api/v1/notifications")
                        .json()
                        .get("unread_count")
                        .asInt())
                .isZero();
        foreign.post("/api/v1/notifications/read-all", "{}").expect(200);
        foreign.put("/api/v1/notification-preferences", Map.of("preferences", Map.of()));
        assertThat(unread(admin)).isOne();
        Api.at("http://127.0.0.1:" + port).get("/api/v1/notifications").problem(401, "unauthenticated");
    }

    @Test
    void producesEventsOfTheContractsShape() {
        team();
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);
        var id = as(admin).get("/api/v1/notifications").text("/data/0/id");
        as(admin).post("/api/v1/notifications/" + id + "/read", "{}").expect(200);

        for (var type : List.of("notification.created", "notification.updated")) {
            var sample = JsonMapper.shared().readTree(GoldenSamples.read(type + ".json"));
            var produced = system.call(
                    "test",
                    () -> jdbc.sql(
                                    "SELECT data FROM outbox WHERE tenant_id = :tenant AND subject = :id AND type = :type")
                            .param("tenant", events.tenant())
                            .param("id", id)
                            .param("type", type)
                            .query(String.class)
                            .single());
            assertThat(names(JsonMapper.shared().readTree(produced), ""))
                    .as(type)
                    .isEqualTo(names(sample.get("data"), ""));
        }
    }

    private void team() {
        events.memberCreated(admin, "admin");
        events.memberCreated(agent, "agent");
        events.memberCreated(va, "va");
        events.memberCreated(client, "client");
        awaitMembers(4);
    }

    private Api as(UUID user) {
        return Api.at("http://127.0.0.1:" + port)
                .as(tokens.member(
                        events.tenant(),
                        user,
                        "agent",
                        "tickets.read",
                        "jobs.read",
                        "comments.internal",
                        "admin.automation"));
    }

    private List<String> kinds(UUID user) {
        return as(user).get("/api/v1/notifications")
                .expect(200)
                .json()
                .get("data")
                .findValuesAsString("kind");
    }

    private long unread(UUID user) {
        return as(user).get("/api/v1/notifications")
                .expect(200)
                .json()
                .get("unread_count")
                .asLong();
    }

    private void awaitUnread(UUID user, long count) {
        await().untilAsserted(() -> assertThat(unread(user)).isEqualTo(count));
        assertThat(counted(user)).isEqualTo(count);
    }

    private long counted(UUID user) {
        return system.call(
                "test",
                () -> jdbc.sql(COUNTED)
                        .param("tenant", events.tenant())
                        .param("user", user)
                        .query(Long.class)
                        .single());
    }

    private void awaitMembers(long count) {
        awaitRows("SELECT count(*) FROM members_seen WHERE tenant_id = :tenant AND NOT deleted", count);
    }

    private void awaitAnnounced(long count) {
        awaitRows("SELECT count(*) FROM announcements WHERE tenant_id = :tenant", count);
    }

    private void awaitRows(String sql, long count) {
        await().untilAsserted(() -> assertThat(system.<Long>call(
                        "test",
                        () -> jdbc.sql(sql)
                                .param("tenant", events.tenant())
                                .query(Long.class)
                                .single()))
                .isEqualTo(count));
    }

    private static TreeSet<String> names(JsonNode node, String path) {
        var names = new TreeSet<String>();
        node.properties().forEach(field -> {
            names.add(path + field.getKey());
            names.addAll(names(field.getValue(), path + field.getKey() + "."));
        });
        return names;
    }
}
