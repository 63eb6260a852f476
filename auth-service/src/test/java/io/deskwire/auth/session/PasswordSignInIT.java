package io.deskwire.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.UUID;
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
