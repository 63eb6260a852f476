package io.deskwire.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.deskwire.common.json.WireJson;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.database.EarlierDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// What the migrations make of rows that are there already.
class UpgradeIT {
    private static final String BEFORE = "20261130094200";

    private final EarlierDatabase database = EarlierDatabase.of("auth", BEFORE, "mail");
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource(Role.OWNER));
    private final JdbcClient system = JdbcClient.create(database.dataSource(Role.SYSTEM));
    private final UUID tenant = UUID.randomUUID();

    private record Told(String type, UUID subject, long version, String audience, JsonNode record) {}

    @Test
    void tellsOnceMoreWhoIsAMemberForNobodysEyes() {
        var admin = user();
        var agent = user();
        var serviceUser = user();
        insert(
                "tenants",
                "id, name, slug, owner_id, metadata, status, version",
                "?, 'Acme', 'acme', ?, '{}', 'active', 1",
                tenant,
                admin);
        insert("memberships", "tenant_id, user_id, role, version", "?, ?, 'admin', 1", tenant, admin);
        insert("memberships", "tenant_id, user_id, role, version", "?, ?, 'agent', 4", tenant, agent);
        insert(
                "role_permissions",
                "tenant_id, role, id, permissions, version",
                "?, 'agent', ?, '{tickets.read}', 2",
                tenant,
                UUID.randomUUID());
        insert(
                "department_roles",
                "id, tenant_id, name, permissions, version",
                "?, ?, 'Orders', '{jobs.read}', 2",
                UUID.randomUUID(),
                tenant);
        insert(
                "service_users",
                "tenant_id, id, name, permissions, status, version, created_by",
                "?, ?, 'Shop', '{tickets.read}', 'suspended', 3, ?",
                tenant,
                serviceUser,
                admin);

        database.upgrade();

        var told = told("system:members-told-again");
        assertThat(told)
                .allSatisfy(event -> assertThat(event.audience()).isEqualTo("{\"permission\":null,\"users\":[]}"));
        assertThat(told)
                .extracting(Told::type)
                .containsExactly(
                        "role.updated",
                        "department_role.updated",
                        "member.updated",
                        "member.updated",
                        "service_user.updated");
        assertThat(told.getFirst().record().get("permissions").toString()).isEqualTo("[\"tickets.read\"]");
        assertThat(told.stream()
                        .filter(event -> event.type().equals("member.updated"))
                        .toList())
                .extracting(
                        Told::subject,
                        Told::version,
                        event -> event.record().path("role").asString())
                .containsExactlyInAnyOrder(tuple(admin, 1L, "admin"), tuple(agent, 4L, "agent"));
        assertThat(told.getLast().version()).isEqualTo(3);
        assertThat(told.getLast().record().get("status").asString()).isEqualTo("suspended");
        // What that tells is what an event tells: PeopleToldAgainIT.
        assertThat(system.sql("SELECT app.tell_people_again()")
                        .query(Long.class)
                        .single())
                .isEqualTo(told.size());
        assertThat(told("system:people-told-again")).containsExactlyInAnyOrderElementsOf(told);
        assertThat(jdbc.sql("SELECT bool_and(relforcerowsecurity) FROM pg_class WHERE relname IN (:tables)")
                        .param(
                                "tables",
                                List.of(
                                        "memberships",
                                        "service_users",
                                        "role_permissions",
                                        "department_roles",
                                        "outbox"))
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    private UUID user() {
        var id = UUID.randomUUID();
        insert("users", "id, app_metadata, user_metadata", "?, '{}', '{}'", id);
        return id;
    }

    /// With the times that each of these tables has.
    private void insert(String table, String columns, String values, Object... arguments) {
        var created = table.equals("role_permissions") ? "" : ", created_at";
        var now = table.equals("role_permissions") ? "" : ", now()";
        system.sql("INSERT INTO %s (%s%s, updated_at) VALUES (%s%s, now())"
                        .formatted(table, columns, created, values, now))
                .params(arguments)
                .update();
    }

    private List<Told> told(String actor) {
        return system.sql("SELECT * FROM outbox WHERE actor = :actor ORDER BY id")
                .param("actor", actor)
                .query((row, _) -> new Told(
                        row.getString("type"),
                        UUID.fromString(row.getString("subject")),
                        row.getLong("subject_version"),
                        row.getString("audience"),
                        WireJson.mapper().readTree(row.getString("data")).get("record")))
                .list();
    }
}
