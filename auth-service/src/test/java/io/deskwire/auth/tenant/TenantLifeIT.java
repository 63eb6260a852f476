package io.deskwire.auth.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@AuthServiceTest
class TenantLifeIT {
    private static final Duration SOON = Duration.ofSeconds(5);

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    ErasureRepository erasures;

    @Autowired
    DatabaseProperties database;

    @Autowired
    AuditLog audit;

    @Autowired
    Outbox outbox;

    @Autowired
    People people;

    Founder founder;
    Api owner;
    String path;

    @BeforeEach
    void found() {
        founder = people.founder("life");
        owner = people.api().as(founder.accessToken());
        path = "/api/v1/tenants/" + founder.tenantId();
    }

    private Api again() {
        var session = people.api()
                .post(
                        "/auth/v1/token?grant_type=password",
                        Map.of("email", founder.email(), "password", People.PASSWORD))
                .expect(200);
        return people.api().as(session.text("/access_token"));
    }

    @Test
    void changesNameDomainAndMetadata() {
        var domain = "desk-%s.example.com".formatted(UUID.randomUUID());
        var etag = owner.get(path).expect(200).header("ETag");

        var patched = owner.with("If-Match", etag)
                .patch(
                        path,
                        Map.of(
                                "name",
                                "Renamed",
                                "domain",
                                domain.toUpperCase(java.util.Locale.ROOT),
                                "metadata",
                                Map.of("plan", "gold")))
                .expect(200);

        assertThat(patched.text("/name")).isEqualTo("Renamed");
        assertThat(patched.text("/domain")).isEqualTo(domain);
        assertThat(patched.text("/metadata/plan")).isEqualTo("gold");
        var stale =
                owner.with("If-Match", etag).patch(path, Map.of("name", "Late")).problem(412, "stale");
        assertThat(stale.get("changed").toString()).contains("domain", "metadata");
        var cleared = new HashMap<String, Object>();
        cleared.put("domain", null);
        assertThat(owner.patch(path, cleared).expect(200).json().get("domain").isNull())
                .isTrue();
    }

    @Test
    void refusesATakenDomainAndBadFields() {
        var domain = "taken-%s.example.com".formatted(UUID.randomUUID());
        owner.patch(path, Map.of("domain", domain)).expect(200);
        var other = people.founder("other");
        var otherOwner = people.api().as(other.accessToken());

        otherOwner
                .patch("/api/v1/tenants/" + other.tenantId(), Map.of("domain", domain))
                .problem(409, "tenant-taken");
        var errors = owner.patch(path, Map.of("name", " ", "domain", "x", "status", "deleted", "slug", "new"))
                .problem(400, "malformed")
                .get("errors");
        assertThat(errors.findValuesAsString("field")).contains("name", "domain", "status", "slug");
    }

    @Test
    void findsTheTenantOfASignInByItsOwnDomainAndByItsFirstLabel() {
        var domain = "help.%s.example.com".formatted(UUID.randomUUID());
        owner.patch(path, Map.of("domain", domain)).expect(200);
        var slug = owner.get(path).text("/slug");
        var second = again().post("/api/v1/tenants", Map.of("name", "Second", "slug", "second-" + UUID.randomUUID()))
                .expect(201);
        var body = Map.of("email", founder.email(), "password", People.PASSWORD);
        var signIn = "/auth/v1/token?grant_type=password";

        for (var host : List.of(domain + ":8443", slug + ".desk.example")) {
            var token = people.api()
                    .with("X-Forwarded-Host", host)
                    .post(signIn, body)
                    .expect(200)
                    .text("/access_token");
            assertThat(People.claims(token).get("tenant_id").asString())
                    .as(host)
                    .isEqualTo(founder.tenantId());
        }
        var chosen = people.api()
                .with("X-Forwarded-Host", domain)
                .with("X-Tenant", second.text("/tenant/slug"))
                .post(signIn, body)
                .expect(200)
                .text("/access_token");
        assertThat(People.claims(chosen).get("tenant_id").asString()).isEqualTo(second.text("/tenant/id"));
    }

    @Test
    void letsASuspendedTenantReadAndNotWriteUntilItIsResumed() {
        var agent = people.member(founder, "agent", "agent");
        var machine = people.api().as(founder.apiKey()).post("/token", Map.of()).text("/access_token");

        assertThat(owner.patch(path, Map.of("status", "suspended")).expect(200).text("/status"))
                .isEqualTo("suspended");

        await().atMost(SOON).untilAsserted(() -> {
            owner.get(path).problem(401, "unauthenticated");
            people.api().as(agent.accessToken()).get(path).problem(401, "unauthenticated");
            people.api().as(machine).get(path).problem(401, "unauthenticated");
        });
        var suspended = again();
        suspended.get(path).expect(200);
        suspended.get("/api/v1/members").expect(200);
        suspended
                .post("/api/v1/invites", Map.of("email", "a@example.com", "role", "va"))
                .problem(403, "tenant-suspended");
        suspended.patch(path, Map.of("name", "Still me")).problem(403, "tenant-suspended");
        people.api()
                .as(people.refresh(agent.refreshToken()).accessToken())
                .patch(path, Map.of("status", "active"))
                .problem(403, "forbidden");
        suspended.patch(path, Map.of("status", "active")).expect(200);
        again().patch(path, Map.of("name", "Back")).expect(200);
    }

    @Test
    void whatTheOperatorSuspendsTheOperatorAloneResumes() {
        var operator = people.server("abuse-desk", founder.tenantId());

        var held = operator.patch(path, Map.of("status", "suspended")).expect(200);

        assertThat(held.json().get("held_by_operator").asBoolean()).isTrue();
        var suspended = again();
        suspended.patch(path, Map.of("status", "active")).problem(403, "tenant-held");
        assertThat(suspended.get(path).expect(200).text("/status")).isEqualTo("suspended");

        suspended.delete(path).expect(204);
        var restored = again().patch(path, Map.of("status", "active")).expect(200);
        assertThat(restored.text("/status")).isEqualTo("suspended");
        again().patch(path, Map.of("status", "active")).problem(403, "tenant-held");

        // Deleting the tenant has cut off the operator's token as well.
        var resumed = people.server("abuse-desk", founder.tenantId())
                .patch(path, Map.of("status", "active"))
                .expect(200);
        assertThat(resumed.text("/status")).isEqualTo("active");
        assertThat(resumed.json().get("held_by_operator").asBoolean()).isFalse();
        again().patch(path, Map.of("status", "suspended")).expect(200);
        again().patch(path, Map.of("status", "active")).expect(200);
    }

    @Test
    void letsOnlyItsOwnerDeleteAndRestore() {
        var admin = people.member(founder, "admin", "admin");
        people.api().as(admin.accessToken()).delete(path).problem(403, "forbidden");

        owner.delete(path).expect(204);

        await().atMost(SOON)
                .untilAsserted(() -> people.api()
                        .as(admin.accessToken())
                        .get("/api/v1/members")
                        .problem(401, "unauthenticated"));
        people.api().as(founder.apiKey()).post("/token", Map.of()).problem(401, "unauthenticated");
        var adminAfter = people.api().as(people.refresh(admin.refreshToken()).accessToken());
        adminAfter.get(path).problem(404, "not-found");
        adminAfter.patch(path, Map.of("status", "active")).problem(404, "not-found");
        adminAfter.post(path + "/switch", Map.of()).problem(404, "not-found");
        var ownerAfter = again();
        assertThat(ownerAfter.get("/api/v1/tenants").json().get("data")).isEmpty();
        assertThat(ownerAfter.get("/api/v1/tenants?status=deleted").text("/data/0/id"))
                .isEqualTo(founder.tenantId());
        ownerAfter.delete(path).expect(204);
        ownerAfter.patch(path, Map.of("name", "Undead")).problem(409, "tenant-deleted");

        var restored = ownerAfter.patch(path, Map.of("status", "active")).expect(200);

        assertThat(restored.json().get("deleted_at").isNull()).isTrue();
        again().get("/api/v1/members").expect(200);
        assertThat(people.api().as(founder.apiKey()).post("/token", Map.of()).status())
                .isEqualTo(200);
    }

    @Test
    void anAccountDeletedInTheGraceIsNoMemberOfTheRestoredTenant() {
        var agent = people.member(founder, "agent", "agent");
        var id = People.subject(agent.accessToken());
        owner.delete(path).expect(204);
        people.adminClient()
                .send("DELETE", "/auth/v1/admin/users/" + id, Map.of("should_soft_delete", true))
                .expect(200);

        var restored = again();
        restored.patch(path, Map.of("status", "active")).expect(200);

        again().get("/api/v1/members/" + id).problem(404, "not-found");
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
        var clock = MutableClock.at(Instant.now().plus(Duration.ofDays(30)).minusSeconds(60));
        var properties = new TenantProperties(Duration.ofDays(30), Duration.ofHours(1));
        var eraser = new TenantEraser(erasures, system, outbox, audit, properties, clock);

        eraser.sweep();
        assertThat(rows("tenants", "id")).isEqualTo(1);
        clock.advance(Duration.ofMinutes(2));
        eraser.sweep();

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
        var ownerAfter = again();
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
        again(); // a sign-in in the tenant, which its erasure has to forget
        owner.delete(path).expect(204);
        people.api()
                .as(other.accessToken())
                .delete("/api/v1/tenants/" + other.tenantId())
                .expect(204);
        var clock = MutableClock.at(Instant.now().plus(Duration.ofDays(31)));
        var eraser = new TenantEraser(
                erasures,
                system,
                outbox,
                audit,
                new TenantProperties(Duration.ofDays(30), Duration.ofMinutes(10)),
                clock);
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
        again();
        owner.delete(path).expect(204);
        var clock = MutableClock.at(Instant.now().plus(Duration.ofDays(31)));
        var eraser = new TenantEraser(
                erasures,
                system,
                outbox,
                audit,
                new TenantProperties(Duration.ofDays(30), Duration.ofMinutes(10)),
                clock);
        guard("current_setting('statement_timeout') <> '30min'");
        try {
            eraser.sweep();
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
