package io.deskwire.notification.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.contracts.event.Topic;
import io.deskwire.testsupport.Api;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// What names a team reaches its members on every way, however late the team is taken in: no reader of the topics
/// goes past it meanwhile (ADR 0059).
class TeamsFirstIT extends WebhookFixture {
    /// Announcements, webhooks, the history, and the live tail.
    private static final int WAYS = 4;

    @Autowired
    DatabaseProperties database;

    private final UUID member = UUID.randomUUID();
    private final UUID team = UUID.randomUUID();
    private final UUID ticket = UUID.randomUUID();

    @Test
    void nobodyGoesPastATeamThatIsNotTakenIn() throws Exception {
        var people = events.people();
        people.role("agent", 1, "tenant.read");
        people.member("member.created", member, "agent", null, 1);
        admin = Api.at("http://127.0.0.1:" + port)
                .as(tokens.member(events.tenant(), member, "agent", "webhooks.manage"));
        var hook = endpoint("/first", "ticket.created");
        var cursor = feed("").get("next_cursor").asString();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var holder = connection()) {
            var live = threads.submit((Callable<JsonNode>) () -> feed("?wait_seconds=30&cursor=" + cursor));
            holder.setAutoCommit(false);
            execute(holder, "LOCK TABLE teams_seen IN EXCLUSIVE MODE");
            people.team("team.created", team, 1, member);
            ticketForTheTeam();
            await().atMost(Duration.ofSeconds(30)).until(() -> waiting() >= WAYS);
            holder.rollback();

            assertThat(subjects(live.get())).containsExactly(ticket.toString());
        }
        awaitRequests(hook, 1);
        await().until(() -> subjects(feed("")).equals(List.of(ticket.toString())));
        await().until(() -> admin.get("/api/v1/notifications").expect(200).json().get("data").size() == 1);
    }

    private void ticketForTheTeam() {
        events.send(
                Topic.TICKETS,
                UUID.randomUUID(),
                "ticket.created",
                ticket,
                1,
                "system:test",
                Map.of("permission", "tickets.read", "users", List.of(), "teams", Set.of(team)),
                Map.of("table", "tickets", "record", Map.of("id", ticket, "subject", "s")));
    }

    private JsonNode feed(String query) {
        return admin.get("/api/v1/events" + query).expect(200).json();
    }

    private static List<String> subjects(JsonNode page) {
        return page.get("data").findValuesAsString("subject").stream()
                .filter(subject -> subject.length() == 36)
                .toList();
    }

    /// Transactions that wait for the lock, or for one that does.
    private int waiting() throws SQLException {
        try (var connection = connection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT count(*) FROM pg_stat_activity
                         WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), "notification_owner", database.password());
    }
}
