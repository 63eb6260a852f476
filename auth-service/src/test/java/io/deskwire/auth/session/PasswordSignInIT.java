package io.deskwire.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

@AuthServiceTest
class PasswordSignInIT {
    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MeterRegistry meters;

    @Autowired
    People people;

    Api api;

    @BeforeEach
    void connect() {
        api = people.api();
    }

    private Answer signIn(String email, String password) {
        return api.post("/auth/v1/token?grant_type=password", Map.of("email", email, "password", password));
    }

    private String hash(String email) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT password_hash FROM users WHERE email = :email")
                        .param("email", email)
                        .query(String.class)
                        .single());
    }

    private void set(String email, String hash) {
        system.run(
                "test",
                () -> jdbc.sql("UPDATE users SET password_hash = :hash WHERE email = :email")
                        .param("hash", hash)
                        .param("email", email)
                        .update());
    }

    @Test
    void replacesAnImportedHashAtSignIn() {
        var email = people.signUp("bcrypt").email();
        set(email, String.valueOf(new BCryptPasswordEncoder(4).encode("from elsewhere")));

        signIn(email, "wrong").expect(400);
        assertThat(hash(email)).startsWith("$2a$");
        signIn(email, "from elsewhere").expect(200);

        assertThat(hash(email)).startsWith("$argon2id$");
        signIn(email, "from elsewhere").expect(200);
    }

    @Test
    void worksAsMuchForAnUnknownAddressAsForAWrongPassword() {
        var email = people.signUp("work").email();
        var counter = meters.counter("deskwire.password.hashes");
        var start = counter.count();
        signIn(email, "wrong").expect(400);
        var known = counter.count() - start;

        signIn("nobody-" + UUID.randomUUID() + "@example.com", "wrong").expect(400);

        assertThat(counter.count() - start - known).isEqualTo(known);
    }

    @Test
    void worksAsMuchForAnAddressWhoseHashIsQuick() {
        var counter = meters.counter("deskwire.password.hashes");
        var made = "made-%s@example.com".formatted(UUID.randomUUID());
        people.adminClient()
                .post("/auth/v1/admin/users", Map.of("email", made, "email_confirm", true))
                .expect(200);
        var founder = people.founder("quick");
        var serviceUser = people.api()
                .as(founder.accessToken())
                .post("/api/v1/service-users", Map.of("name", "robot", "permissions", List.of("tickets.read")))
                .expect(201);
        people.api()
                .as(founder.accessToken())
                .post("/api/v1/service-users/" + serviceUser.text("/service_user/id") + "/rotate", Map.of())
                .expect(200);

        for (var email : List.of(made, serviceUser.text("/credentials/email"))) {
            var start = counter.count();
            signIn(email, "wrong").expect(400);
            assertThat(counter.count() - start).as(email).isEqualTo(1);
        }
    }

    @Test
    void refusesAnAddressThatNobodyCanHaveWithoutAHash() {
        var counter = meters.counter("deskwire.password.hashes");
        var start = counter.count();

        assertThat(signIn("x".repeat(500_000) + "@example.com", "wrong")
                        .expect(400)
                        .text("/code"))
                .isEqualTo("invalid_credentials");

        assertThat(counter.count() - start).isZero();
    }

    /// The account changes after the password was checked and before the session is there.
    private Answer signInWhile(String email, String change) {
        var underWay = new CompletableFuture<Answer>();
        system.run("test", () -> {
            jdbc.sql("UPDATE users SET " + change + " WHERE email = :email")
                    .param("email", email)
                    .update();
            Thread.startVirtualThread(() -> underWay.complete(signIn(email, People.PASSWORD)));
            await().pollInSameThread()
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> jdbc.sql("""
                            SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid
                            """).query(Integer.class).single() > 0);
        });
        return underWay.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private int sessions(String email) {
        return system.call(
                "test",
                () -> jdbc.sql(
                                "SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = :email")
                        .param("email", email)
                        .query(Integer.class)
                        .single());
    }

    @Test
    void opensNoSessionForAPasswordThatWasChangedMeanwhile() {
        var email = people.signUp("overtaken").email();
        var before = sessions(email);

        var answer = signInWhile(email, "password_hash = 'another'");

        assertThat(answer.expect(400).text("/code")).isEqualTo("invalid_credentials");
        assertThat(sessions(email)).isEqualTo(before);
    }

    @Test
    void opensNoSessionForAnAccountThatWasDeletedOrBannedMeanwhile() {
        var email = people.signUp("gone").email();
        var before = sessions(email);

        assertThat(signInWhile(email, "deleted_at = now()").expect(404).text("/code"))
                .isEqualTo("user_not_found");
        assertThat(signInWhile(email, "deleted_at = NULL, banned_until = now() + interval '1 day'")
                        .expect(400)
                        .text("/code"))
                .isEqualTo("user_banned");
        assertThat(sessions(email)).isEqualTo(before);
    }

    @Test
    void tellsOfAPasswordThatWouldBeTooWeakToday() {
        var email = people.signUp("weak").email();
        set(email, String.valueOf(new BCryptPasswordEncoder(4).encode("short")));

        var answer = signIn(email, "short").expect(200);

        assertThat(answer.text("/weak_password/reasons/0")).isEqualTo("length");
        assertThat(answer.text("/weak_password/message")).contains("at least 6");
    }

    @Test
    void refusesWhatGoTrueRefuses() {
        assertThat(api.post("/auth/v1/token?grant_type=password", Map.of("phone", "+49123", "password", "x"))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("phone_provider_disabled");
        assertThat(api.post("/auth/v1/token?grant_type=password", Map.of("password", "x"))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("validation_failed");
        assertThat(api.post("/auth/v1/token", Map.of()).expect(400).text("/message"))
                .isEqualTo("unsupported_grant_type");
        assertThat(signIn("a' OR '1'='1", "x").expect(400).text("/code")).isEqualTo("invalid_credentials");
        assertThat(api.post("/auth/v1/signup", Map.of()).expect(422).text("/code"))
                .isEqualTo("anonymous_provider_disabled");
        assertThat(api.post("/auth/v1/logout?scope=nonsense", Map.of())
                        .expect(401)
                        .text("/code"))
                .isEqualTo("no_authorization");
        assertThat(api.as(people.signUp("scope").accessToken())
                        .post("/auth/v1/logout?scope=nonsense", Map.of())
                        .expect(400)
                        .text("/code"))
                .isEqualTo("validation_failed");
    }

    /// In the embedded stack addresses count as confirmed, so a change applies at once.
    @Test
    void changesTheAddressAtOnceWhereNoneIsConfirmed() {
        var person = people.signUp("autoconfirm");
        var next = "moved-" + UUID.randomUUID() + "@example.com";

        var user = api.as(person.accessToken())
                .put("/auth/v1/user", Map.of("email", next))
                .expect(200);

        assertThat(user.text("/email")).isEqualTo(next);
        signIn(next, People.PASSWORD).expect(200);
    }
}
