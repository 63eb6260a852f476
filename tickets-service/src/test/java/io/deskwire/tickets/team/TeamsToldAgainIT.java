package io.deskwire.tickets.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.event.PeopleEvents;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is told again is what the teams' own events told last, and for nobody's eyes.
@TicketsServiceTest
class TeamsToldAgainIT {
    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    private record Event(long version, JsonNode record) {}

    @Test
    void tellsWhatTheTeamsEventsTold() {
        var desk = Desk.at(port);
        var manager = desk.manager();
        var member = PeopleEvents.of(desk.tenant()).member("agent");
        var team = manager.post("/api/v1/teams", Map.of("name", "Night shift", "capacity", 7))
                .expect(201)
                .header("Location");
        manager.put(team + "/members/" + member, Map.of("available", false)).expect(200);
        manager.put(team + "/members/" + member, Map.of("capacity", 3)).expect(200);

        assertThat(system.call(
                        "test",
                        () -> jdbc.sql("SELECT app.tell_teams_again(:tenant)")
                                .param("tenant", desk.tenant())
                                .query(Long.class)
                                .single()))
                .isEqualTo(1);

        assertThat(event(desk.tenant(), true)).isEqualTo(event(desk.tenant(), false));
        assertThat(system.call("test", () -> jdbc.sql("""
                        SELECT tenant_id || audience FROM outbox
                         WHERE tenant_id = :tenant AND actor = 'system:teams-told-again'
                        """).param("tenant", desk.tenant()).query(String.class).list()))
                .containsExactly(desk.tenant() + "{\"permission\":null,\"users\":[]}");
    }

    @Test
    void onlyTheSystemTells() {
        assertThat(system.call("test", () -> jdbc.sql("""
                        SELECT has_function_privilege('tickets_app', 'app.tell_teams_again(uuid)', 'EXECUTE')
                        """).query(Boolean.class).single()))
                .isFalse();
    }

    private Event event(UUID tenant, boolean again) {
        return system.call(
                "test",
                () -> jdbc.sql("""
                                SELECT subject_version, data FROM outbox
                                 WHERE tenant_id = :tenant AND type = 'team.updated'
                                   AND (actor = 'system:teams-told-again') = :again
                                 ORDER BY subject_version DESC LIMIT 1
                                """)
                        .param("tenant", tenant)
                        .param("again", again)
                        .query((row, _) -> new Event(
                                row.getLong("subject_version"),
                                JsonMapper.shared()
                                        .readTree(row.getString("data"))
                                        .get("record")))
                        .single());
    }
}
