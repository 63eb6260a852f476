package io.deskwire.auth.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is told again is what the rows' own events told last, and for nobody's eyes. What a directory that was
/// emptied makes of it: `DirectoryIT`.
@AuthServiceTest
class PeopleToldAgainIT {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    People people;

    private record Event(long version, JsonNode record) {}

    @Test
    void tellsWhatTheRowsEventsTold() throws Exception {
        var founder = people.founder("again");
        var admin = people.api().as(founder.accessToken());
        var tenant = UUID.fromString(founder.tenantId());
        admin.put("/api/v1/roles/va/permissions", Map.of("permissions", List.of("tickets.read")))
                .expect(200);
        var department = admin.post(
                        "/api/v1/department-roles", Map.of("name", "Orders", "permissions", List.of("jobs.read")))
                .expect(201)
                .header("Location");
        admin.patch(department, Map.of("name", "Returns")).expect(200);
        var serviceUser = admin.post(
                        "/api/v1/service-users", Map.of("name", "robot", "permissions", List.of("tickets.read")))
                .expect(201)
                .header("Location");
        admin.patch(serviceUser, Map.of("description", "it works")).expect(200);
        admin.post(serviceUser + "/rotate", Map.of()).expect(200);
        var me = "/api/v1/members/" + People.subject(founder.accessToken());
        admin.patch(me, Map.of("department_role_id", department.substring(department.lastIndexOf('/') + 1)))
                .expect(200);

        assertThat(tellAgain(tenant)).as("a role, a department, a member, a service user").isEqualTo(4);

        for (var type : List.of("role.updated", "department_role.updated", "member.updated")) {
            assertThat(event(tenant, type, true)).as(type).isEqualTo(event(tenant, type, false));
        }
        var again = event(tenant, "service_user.updated", true);
        assertThat(again).isEqualTo(event(tenant, "service_user.rotated", false));
        assertThat(system.call("test", () -> jdbc.sql("""
                        SELECT DISTINCT tenant_id || audience FROM outbox WHERE actor = 'system:people-told-again'
                        """).query(String.class).list()))
                .containsExactly(tenant + "{\"permission\":null,\"users\":[]}");
    }

    @Test
    void onlyTheSystemTells() {
        assertThat(system.call("test", () -> jdbc.sql("""
                        SELECT has_function_privilege('auth_app', 'app.tell_people_again(uuid)', 'EXECUTE')
                        """).query(Boolean.class).single())).isFalse();
    }

    private long tellAgain(UUID tenant) {
        return system.call("test", () -> jdbc.sql("SELECT app.tell_people_again(:tenant)")
                .param("tenant", tenant)
                .query(Long.class)
                .single());
    }

    private Event event(UUID tenant, String type, boolean again) {
        return system.call(
                "test",
                () -> jdbc.sql("""
                                SELECT subject_version, data FROM outbox
                                 WHERE tenant_id = :tenant AND type = :type
                                   AND (actor = 'system:people-told-again') = :again
                                 ORDER BY subject_version DESC, occurred_at DESC LIMIT 1
                                """)
                        .param("tenant", tenant)
                        .param("type", type)
                        .param("again", again)
                        .query((row, _) -> new Event(
                                row.getLong("subject_version"),
                                JsonMapper.shared()
                                        .readTree(row.getString("data"))
                                        .get("record")))
                        .single());
    }
}
