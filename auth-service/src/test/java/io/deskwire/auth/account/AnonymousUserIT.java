package io.deskwire.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.MailServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Mailbox;
import io.deskwire.testsupport.MutableClock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who signed up without an address: what it may not do, how it becomes a person, and when it is forgotten.
@MailServiceTest
class AnonymousUserIT {
    @Autowired
    People people;

    @Autowired
    MutableClock clock;

    @Autowired
    AccountCleanup cleanup;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    Api api;

    @BeforeEach
    void connect() {
        api = people.api();
    }

    /// Who cannot come back would leave a tenant behind that nobody can enter.
    @Test
    void foundsNoTenantForAnAnonymousUser() {
        var anonymous = api.post("/auth/v1/signup", Map.of()).expect(200);
        var tenant = Map.of("name", "Nobody's", "slug", "nobodys-" + UUID.randomUUID());

        var refused = api.as(anonymous.text("/access_token")).post("/api/v1/tenants", tenant);

        assertThat(refused.problem(403, "anonymous").get("detail").asString()).contains("add an e-mail address");
        assertThat(api.as(anonymous.text("/access_token"))
                        .get("/api/v1/tenants")
                        .expect(200)
                        .json()
                        .get("data"))
                .isEmpty();
    }

    @Test
    void turnsAnAnonymousUserIntoAPerson() {
        var anonymous = api.post("/auth/v1/signup", Map.of("data", Map.of("color", "blue")))
                .expect(200);
        var token = anonymous.text("/access_token");
        assertThat(People.claims(token).get("is_anonymous").booleanValue()).isTrue();
        assertThat(anonymous.json().at("/user/is_anonymous").asBoolean()).isTrue();
        assertThat(anonymous.text("/user/email")).isEmpty();
        var email = "was-anonymous-" + UUID.randomUUID() + "@example.com";

        assertThat(api.as(token)
                        .put("/auth/v1/user", Map.of("password", People.PASSWORD))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("validation_failed");
        assertThat(api.as(token).get("/auth/v1/reauthenticate").expect(400).text("/code"))
                .isEqualTo("validation_failed");
        api.as(token).put("/auth/v1/user", Map.of("email", email)).expect(200);
        var mail = Mailbox.to(email, "Confirm your new e-mail");
        var session = api.post("/auth/v1/verify", Map.of("type", "email_change", "token_hash", mail.token()))
                .expect(200);

        assertThat(session.text("/user/id")).isEqualTo(anonymous.text("/user/id"));
        assertThat(session.json().at("/user/is_anonymous").asBoolean()).isFalse();
        assertThat(session.text("/user/identities/0/provider")).isEqualTo("email");
        assertThat(session.text("/user/app_metadata/provider")).isEqualTo("email");
        assertThat(session.text("/user/user_metadata/color")).isEqualTo("blue");
        api.as(session.text("/access_token"))
                .put("/auth/v1/user", Map.of("password", People.PASSWORD))
                .expect(200);
        people.signIn(email, People.PASSWORD).expect(200);
    }

    @Test
    void forgetsAnonymousUsersThatStayAwayAndNobodyElse() {
        var anonymous = api.post("/auth/v1/signup", Map.of()).expect(200).text("/user/id");
        var person = ConfirmedPerson.named("stays", people);

        clock.advance(Duration.ofDays(29));
        cleanup.sweep();
        assertThat(exists(anonymous)).isTrue();
        clock.advance(Duration.ofDays(2));
        cleanup.sweep();

        assertThat(exists(anonymous)).isFalse();
        people.signIn(person.email(), People.PASSWORD).expect(200);
    }

    private boolean exists(String user) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT EXISTS (SELECT FROM users WHERE id = :id)")
                        .param("id", UUID.fromString(user))
                        .query(Boolean.class)
                        .single());
    }
}
