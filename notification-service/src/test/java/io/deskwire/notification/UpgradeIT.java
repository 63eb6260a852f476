package io.deskwire.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.json.WireJson;
import io.deskwire.common.sql.Row;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.database.EarlierDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// What the migrations make of rows that the last release has written.
class UpgradeIT {
    private static final String LAST_RELEASE = "20261121182800";

    private final EarlierDatabase database = EarlierDatabase.of("notification", LAST_RELEASE, "directory");
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource(Role.SYSTEM));
    private final UUID tenant = UUID.randomUUID();

    @Test
    void showsAClientItsOwnTicketsAndNobodyElseMore() {
        var client = UUID.randomUUID();
        var agent = UUID.randomUUID();
        member(client, "client");
        member(agent, "agent");
        var clients = ticket(client);
        var agents = ticket(agent);
        var strangers = ticket(UUID.randomUUID());
        var nobodys = ticket(null);

        database.upgrade();

        assertThat(audience(clients)).containsExactly(client);
        assertThat(audience(agents)).isEmpty();
        assertThat(audience(strangers)).isEmpty();
        assertThat(audience(nobodys)).isEmpty();
        assertThat(jdbc.sql("SELECT DISTINCT audience_permission FROM tickets_seen")
                        .query(String.class)
                        .list())
                .containsExactly("tickets.read");
    }

    @Test
    void takesConfigurationsOutOfEventsAndMessages() {
        var record = Map.of("id", "s", "enabled", true, "config", Map.of("url", "https://inside"));
        var updated = Map.of(
                "table",
                "tenant_services",
                "record",
                record,
                "old_record",
                record,
                "changed",
                List.of("config", "version"));
        var created = Map.of("table", "tenant_services", "record", record);
        var ticket = Map.of("table", "tickets", "record", record);
        told(1, "tenant_service.updated", updated);
        told(2, "tenant_service.created", created);
        told(3, "ticket.created", ticket);

        database.upgrade();

        for (var sql : List.of(
                "SELECT event FROM feed_events ORDER BY log_offset", "SELECT body FROM webhook_messages ORDER BY id")) {
            var told = jdbc.sql(sql).query(String.class).list().stream()
                    .map(UpgradeIT::json)
                    .toList();
            var left = Map.of("id", "s", "enabled", true);
            assertThat(told.get(0))
                    .isEqualTo(json(outer(Map.of(
                            "table",
                            "tenant_services",
                            "record",
                            left,
                            "old_record",
                            left,
                            "changed",
                            List.of("version")))));
            assertThat(told.get(1)).isEqualTo(json(outer(Map.of("table", "tenant_services", "record", left))));
            assertThat(told.get(2)).isEqualTo(json(outer(ticket)));
        }
    }

    private void member(UUID user, String role) {
        jdbc.sql("INSERT INTO members_seen VALUES (:tenant, :user, :role, 1, false, now())")
                .param("tenant", tenant)
                .param("user", user)
                .param("role", role)
                .update();
    }

    private UUID ticket(@Nullable UUID creator) {
        var id = UUID.randomUUID();
        jdbc.sql("INSERT INTO tickets_seen VALUES (:tenant, :id, 's', NULL, :creator, 1)")
                .param("tenant", tenant)
                .param("id", id)
                .param("creator", creator)
                .update();
        return id;
    }

    private List<UUID> audience(UUID ticket) {
        return jdbc.sql("SELECT audience_users FROM tickets_seen WHERE ticket_id = :id")
                .param("id", ticket)
                .query(Row.as(row -> row.uuids("audience_users")))
                .single();
    }

    private void told(int place, String type, Map<String, ?> data) {
        var text = WireJson.mapper().writeValueAsString(outer(data));
        jdbc.sql("""
                INSERT INTO feed_events (tenant_id, topic, log_partition, log_offset, logged_at, event_id, type, occurred_at,
                                         audience_permission, audience_users, event)
                VALUES (:tenant, 'deskwire.identity.v1', 0, :place, now(), :id, :type, now(), 'tenant.read', '{}', :event)
                """)
                .param("tenant", tenant)
                .param("place", place)
                .param("id", new UUID(0, place))
                .param("type", type)
                .param("event", text)
                .update();
        jdbc.sql(
                        "INSERT INTO webhook_messages (tenant_id, id, type, body, created_at) VALUES (:tenant, :id, :type, :body, now())")
                .param("tenant", tenant)
                .param("id", new UUID(0, place))
                .param("type", type)
                .param("body", text)
                .update();
    }

    private static Map<String, ?> outer(Map<String, ?> data) {
        return Map.of("type", "t", "data", data);
    }

    private static JsonNode json(Object tree) {
        return WireJson.mapper()
                .readTree(tree instanceof String text ? text : WireJson.mapper().writeValueAsString(tree));
    }
}
