package io.deskwire.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// What people and service users do, as the tenant's admin reads it.
@AuthServiceTest
class AuditIT {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    DatabaseProperties database;

    @Autowired
    People people;

    People.Founder founder;
    Api admin;

    @BeforeEach
    void found() {
        founder = people.founder("audited");
        admin = people.api().as(founder.accessToken());
    }

    private List<String> actions(String filter) {
        return admin.get("/api/v1/audit?limit=200" + filter)
                .expect(200)
                .json()
                .get("data")
                .findValuesAsString("action");
    }

    private JsonNode newest(String action) {
        return admin.get("/api/v1/audit?limit=1&action=" + action)
                .expect(200)
                .json()
                .at("/data/0");
    }

    @Test
    void tellsOfTheFoundingNewestFirst() {
        assertThat(actions(""))
                .containsExactly("api_key.created", "service_user.created", "member.created", "tenant.created");
    }

    @Test
    void saysWhoDidWhatFromWhereAndWithWhichCredential() {
        var answer = admin.with("User-Agent", "curl/8")
                .with("X-Request-Id", "request-1")
                .with("X-Forwarded-For", "198.51.100.7")
                .post("/api/v1/service-users", Map.of("name", "robot", "permissions", List.of()))
                .expect(201);

        var entry = newest("service_user.created");
        var me = admin.get("/auth/v1/user").text("/id");
        assertThat(entry.get("actor").asString()).isEqualTo("user:" + me);
        assertThat(entry.get("actor_id").asString()).isEqualTo(me);
        assertThat(entry.get("subject_id").asString()).isEqualTo(answer.text("/service_user/id"));
        assertThat(entry.get("credential_id").asString()).hasSize(36);
        assertThat(entry.get("address").asString()).isEqualTo("198.51.100.7");
        assertThat(entry.get("user_agent").asString()).isEqualTo("curl/8");
        assertThat(entry.get("request_id").asString()).isEqualTo("request-1");
        assertThat(entry.at("/details/name").asString()).isEqualTo("robot");
    }

    @Test
    void recordsSignInSignOutAndATokenThatWasStolen() {
        var credentials = Map.of("email", founder.email(), "password", People.PASSWORD);
        var session = people.api()
                .post("/auth/v1/token?grant_type=password", credentials)
                .expect(200);
        var login = newest("login");
        assertThat(login.get("actor").asString()).isEqualTo("user:" + session.text("/user/id"));
        assertThat(login.at("/details/method").asString()).isEqualTo("password");

        var old = session.text("/refresh_token");
        people.refresh(old);
        system.run(
                "test",
                () -> jdbc.sql("UPDATE sessions SET refreshed_at = refreshed_at - interval '11 seconds' WHERE id = :id")
                        .param(
                                "id",
                                UUID.fromString(People.claims(session.text("/access_token"))
                                        .get("session_id")
                                        .asString()))
                        .update());
        people.api()
                .post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", old))
                .expect(400);
        assertThat(newest("token_revoked").at("/details/reason").asString()).isEqualTo("refresh_token_already_used");

        var other = people.api()
                .post("/auth/v1/token?grant_type=password", credentials)
                .expect(200);
        people.api()
                .as(other.text("/access_token"))
                .post("/auth/v1/logout?scope=local", Map.of())
                .expect(204);
        var logout = newest("logout");
        assertThat(logout.get("actor_id").asString()).isEqualTo(session.text("/user/id"));
        assertThat(logout.at("/details/scope").asString()).isEqualTo("local");
    }

    @Test
    void keepsASignUpOfNoTenantInThePlatformsChain() {
        var person = people.signUp("alone");

        var actions = system.call(
                "test",
                () -> jdbc.sql("""
                        SELECT l.action FROM audit_log l JOIN users u ON u.id = l.actor_id
                         WHERE u.email = :email AND l.tenant_id = '00000000-0000-0000-0000-000000000000' ORDER BY seq
                        """)
                        .param("email", person.email())
                        .query(String.class)
                        .list());

        assertThat(actions).isEqualTo(List.of("user_signedup", "login"));
    }

    @Test
    void recordsTheUseOfAKeyNowAndThen() {
        IntStream.range(0, 5)
                .forEach(_ -> people.api()
                        .as(founder.apiKey())
                        .post("/token", Map.of())
                        .expect(200));

        assertThat(actions("&action=api_key.used")).hasSize(1);
        assertThat(newest("api_key.used").get("actor").asString()).startsWith("service_user:");
    }

    @Test
    void filtersAndPages() {
        var me = admin.get("/auth/v1/user").text("/id");
        people.api().as(founder.apiKey()).post("/token", Map.of()).expect(200);
        assertThat(actions("&actor_id=" + me)).hasSize(4);
        assertThat(actions("&actor_id=" + UUID.randomUUID())).isEmpty();
        assertThat(actions("&action=tenant.created&actor_id=" + me)).hasSize(1);
        assertThat(actions("&since=2999-01-01T00:00:00Z")).isEmpty();
        assertThat(actions("&since=2020-01-01T00:00:00Z")).hasSize(5);

        var first = admin.get("/api/v1/audit?limit=3").expect(200).json();
        var second = admin.get("/api/v1/audit?limit=3&cursor="
                        + first.get("next_cursor").asString())
                .expect(200)
                .json();
        assertThat(first.get("data").findValuesAsString("seq")).containsExactly("5", "4", "3");
        assertThat(second.get("data").findValuesAsString("seq")).containsExactly("2", "1");
        assertThat(second.get("next_cursor").isNull()).isTrue();
    }

    @Test
    void namesEveryBadFilter() {
        assertThat(admin.get("/api/v1/audit?actor_id=me&since=yesterday")
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactly("actor_id", "since");
        admin.get("/api/v1/audit?cursor=nonsense").problem(400, "malformed");
    }

    @Test
    void isReadByThoseWhoMayOnly() {
        var serviceUser = people.api()
                .as(people.api().as(founder.apiKey()).post("/token", Map.of()).text("/access_token"));

        serviceUser.get("/api/v1/audit").problem(403, "forbidden");
        serviceUser.get("/api/v1/audit/verify").problem(403, "forbidden");
        people.api().get("/api/v1/audit").problem(401, "unauthenticated");
        people.api()
                .as(people.signUp("nobody").accessToken())
                .get("/api/v1/audit")
                .problem(403, "forbidden");
    }

    @Test
    void verifiesTheTenantsOwnChain() {
        var verdict = admin.get("/api/v1/audit/verify").expect(200).json();

        assertThat(verdict.get("valid").asBoolean()).isTrue();
        assertThat(verdict.get("entries").asInt()).isEqualTo(4);
        assertThat(verdict.get("broken_at").isNull()).isTrue();
        assertThat(verdict.get("last_hash").asString())
                .isEqualTo(admin.get("/api/v1/audit?limit=1").text("/data/0/hash"));
    }

    /// A log line, an entry and a header are one line each, whatever a client sends.
    @Test
    void verifiesOneChainAtATime() throws Exception {
        var underWay = new CompletableFuture<Api.Answer>();
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), "auth_owner", database.password());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE");
            Thread.startVirtualThread(() -> underWay.complete(admin.get("/api/v1/audit/verify")));
            await().until(() -> {
                try (var waiting = statement.executeQuery(
                        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'audit_log'::regclass")) {
                    return waiting.next() && waiting.getInt(1) > 0;
                }
            });

            admin.get("/api/v1/audit/verify").problem(429, "rate-limited");
            connection.rollback();
        }
        underWay.orTimeout(30, TimeUnit.SECONDS).join().expect(200);
        admin.get("/api/v1/audit/verify").expect(200);
    }

    @Test
    void keepsControlCharactersOfAClientOutOfTheEntry() {
        admin.with("User-Agent", "evil\u0085agent\u0009x")
                .post("/api/v1/service-users", Map.of("name", "r", "permissions", List.of()))
                .expect(201);

        assertThat(newest("service_user.created").get("user_agent").asString()).doesNotContainPattern("\\p{Cntrl}");
    }
}
