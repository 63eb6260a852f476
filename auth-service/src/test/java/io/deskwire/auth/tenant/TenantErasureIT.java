package io.deskwire.auth.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.People.Founder;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.DatabaseProperties.Role;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.testsupport.JsonShape;
import io.deskwire.testsupport.MutableClock;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What becomes of a deleted tenant once its grace is over.
@AuthServiceTest
class TenantErasureIT {
    private static final Duration GRACE = Duration.ofDays(30);

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    DatabaseProperties database;

    @Autowired
    ErasureRepository erasures;

    @Autowired
    Outbox outbox;

    @Autowired
    AuditLog audit;

    Founder founder;
    Api owner;
    String path;

    @BeforeEach
    void found() {
        founder = people.founder("erased");
        owner = people.api().as(founder.accessToken());
        path = "/api/v1/tenants/" + founder.tenantId();
    }

    /// The eraser as it is after that time; its clock stands still.
    private TenantEraser eraserIn(Duration time) {
        return new TenantEraser(
                erasures,
                system,
                outbox,
                audit,
                new TenantProperties(GRACE, Duration.ofMinutes(10)),
                MutableClock.at(Instant.now().plus(time)));
    }

    @Test
    void erasesEveryRowAfterTheGraceAndKeepsTheProof() {
        people.member(founder, "agent", "agent");
        owner.post("/api/v1/invites", Map.of("email", "e-%s@example.com".formatted(UUID.randomUUID()), "role", "va"))
                .expect(201);
        owner.post("/api/v1/department-roles", Map.of("name", "Orders", "permissions", List.of()))
                .expect(201);
        owner.put("/api/v1/roles/va/permissions", Map.of("permissions", List.of("tenant.read")))
                .expect(200);
        owner.delete(path).expect(204);

        eraserIn(GRACE.minusMinutes(1)).sweep();
        assertThat(rows("tenants", "id")).isEqualTo(1);
        eraserIn(GRACE.plusMinutes(1)).sweep();

        for (var table : List.of(
                "memberships",
                "service_users",
                "api_keys",
                "invites",
                "department_roles",
                "role_permissions",
                "idempotency_key",
                "audit_log",
                "audit_heads",
                "sessions")) {
            assertThat(rows(table, "tenant_id")).as(table).isZero();
        }
        assertThat(rows("tenants", "id")).isZero();
        assertThat(rows("users", "service_tenant_id")).isZero();
        var ownerAfter = people.signedIn(founder.email());
        ownerAfter.get(path).problem(404, "not-found");
        var proof = ownerAfter.get(path + "/erasure").expect(200);
        assertThat(proof.json().at("/rows/memberships").asInt()).isEqualTo(2);
        assertThat(proof.json().at("/rows/invites").asInt()).isEqualTo(2);
        assertThat(proof.json().at("/rows/users").asInt()).isEqualTo(1);
        assertThat(proof.json().at("/rows/audit_log").asInt()).isPositive();
        assertThat(proof.json().get("kept").toString()).isEqualTo("[\"outbox\"]");
        assertThat(proof.text("/hash")).matches("[0-9a-f]{64}");
        people.api()
                .as(people.signUp("curious").accessToken())
                .get(path + "/erasure")
                .problem(404, "not-found");
        var told = system.call(
                "test",
                () -> jdbc.sql("SELECT data FROM outbox WHERE tenant_id = :t AND type = 'tenant.erased'")
                        .param("t", UUID.fromString(founder.tenantId()))
                        .query((row, _) -> JsonMapper.shared().readTree(row.getString("data")))
                        .single());
        assertThat(told.at("/record/hash").asString()).isEqualTo(proof.text("/hash"));
        var sample = JsonMapper.shared()
                .readTree(GoldenSamples.read("tenant.erased.json"))
                .get("data");
        // Which tables had rows is the tenant's, not the event's shape.
        for (var data : List.of(sample, told)) {
            ((ObjectNode) data.get("record")).putObject("rows");
        }
        assertThat(JsonShape.differences(sample, told)).isEmpty();
    }

    /// As the owner of the tables.
    private void ddl(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        database.jdbcUrl(), database.role(Role.OWNER), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Where the condition holds, nobody who last worked in the tenant can be detached from it.
    private void guard(String condition) throws SQLException {
        ddl("""
            CREATE OR REPLACE FUNCTION app.test_guard() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF %s THEN RAISE EXCEPTION 'the test says so'; END IF;
                RETURN NEW;
            END $$;
            CREATE OR REPLACE TRIGGER test_guard BEFORE UPDATE OF last_tenant_id ON users
                FOR EACH ROW WHEN (OLD.last_tenant_id = '%s') EXECUTE FUNCTION app.test_guard()
            """.formatted(condition, founder.tenantId()));
    }

    @Test
    void oneThatCannotBeErasedStopsNoOther() throws SQLException {
        var other = people.founder("other");
        people.signedIn(founder.email()); // a sign-in in the tenant, which its erasure has to forget
        owner.delete(path).expect(204);
        people.api()
                .as(other.accessToken())
                .delete("/api/v1/tenants/" + other.tenantId())
                .expect(204);
        var eraser = eraserIn(GRACE.plusDays(1));
        guard("true");
        try {
            eraser.sweep();

            assertThat(rows("tenants", "id")).isEqualTo(1);
            assertThat(rows("tenants", "id", other.tenantId())).isZero();
            assertThat(eraser.failures()).isEqualTo(1);
        } finally {
            ddl("DROP TRIGGER test_guard ON users");
        }
        eraser.sweep();
        assertThat(rows("tenants", "id")).isZero();
        assertThat(eraser.failures()).isZero();
    }

    @Test
    void takesTheTimeALargeTenantNeedsFromItsFirstStatementOn() throws SQLException {
        people.signedIn(founder.email());
        owner.delete(path).expect(204);
        guard("current_setting('statement_timeout') <> '30min'");
        try {
            eraserIn(GRACE.plusDays(1)).sweep();
        } finally {
            ddl("DROP TRIGGER test_guard ON users");
        }

        assertThat(rows("tenants", "id")).isZero();
    }

    private int rows(String table, String column) {
        return rows(table, column, founder.tenantId());
    }

    private int rows(String table, String column, String tenant) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT count(*) FROM %s WHERE %s = :t".formatted(table, column))
                        .param("t", UUID.fromString(tenant))
                        .query(Integer.class)
                        .single());
    }
}
