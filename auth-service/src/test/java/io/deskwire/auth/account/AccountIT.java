package io.deskwire.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.MailServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Mailbox;
import io.deskwire.testsupport.MutableClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What somebody signed in does with its account.
@MailServiceTest
class AccountIT {
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
    Api form;

    @BeforeEach
    void connect() {
        api = people.api();
        form = api.with("Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void mergesMetadataAndRemovesItsNulls() {
        var person = ConfirmedPerson.named("meta", people);
        person.api()
                .put("/auth/v1/user", Map.of("data", Map.of("a", 1, "b", Map.of("c", 2))))
                .expect(200);
        var change = new HashMap<String, Object>();
        change.put("a", null);
        change.put("d", "e");

        var user = person.api().put("/auth/v1/user", Map.of("data", change)).expect(200);

        assertThat(user.json().at("/user_metadata/a").isMissingNode()).isTrue();
        assertThat(user.json().at("/user_metadata/b/c").asInt()).isEqualTo(2);
        assertThat(user.text("/user_metadata/d")).isEqualTo("e");
    }

    @Test
    void assignsNothingButWhatIsItsOwn() {
        var person = ConfirmedPerson.named("mass", people);
        var before = person.api().get("/auth/v1/user").expect(200).json();

        for (var body : new String[] {
            "{\"app_metadata\":{\"role\":\"admin\"}}", "{\"role\":\"service_role\"}", "{\"app_metadata\":{}}"
        }) {
            assertThat(person.api().put("/auth/v1/user", body).expect(403).text("/code"))
                    .isEqualTo("not_admin");
        }
        var user = person.api().put("/auth/v1/user", """
                        {"id":"00000000-0000-0000-0000-000000000000","is_anonymous":true,"banned_until":"2099-01-01T00:00:00Z",
                         "email_confirmed_at":null,"is_service_user":true,"service_tenant_id":"x","aud":"x","password_hash":"x",
                         "data":{"is_service_user":true,"tenant_role":"admin"}}""").expect(200).json();

        assertThat(user.get("id")).isEqualTo(before.get("id"));
        assertThat(user.get("app_metadata")).isEqualTo(before.get("app_metadata"));
        assertThat(user.get("is_anonymous").asBoolean()).isFalse();
        assertThat(user.has("banned_until")).isFalse();
        var token = person.api()
                .post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", person.refreshToken()))
                .expect(200)
                .text("/access_token");
        var claims = People.claims(token);
        assertThat(claims.get("is_service_user").booleanValue()).isFalse();
        assertThat(claims.has("tenant_role")).isFalse();
        assertThat(claims.get("role").stringValue()).isEqualTo("authenticated");
    }

    @Test
    void changesTheAddressOnceBothHaveConfirmed() {
        var person = ConfirmedPerson.named("change", people);
        var next = "changed-" + UUID.randomUUID() + "@example.com";

        var user = person.api().put("/auth/v1/user", Map.of("email", next)).expect(200);
        assertThat(user.text("/email")).isEqualTo(person.email());
        assertThat(user.text("/new_email")).isEqualTo(next);
        var old = Mailbox.to(person.email(), "Confirm the change");
        var fresh = Mailbox.to(next, "Confirm your new e-mail");

        var half = api.post("/auth/v1/verify", Map.of("type", "email_change", "token_hash", old.token()))
                .expect(200);
        assertThat(half.text("/msg")).startsWith("Confirmation link accepted.");
        assertThat(half.text("/code")).isEqualTo("200");
        assertThat(person.api().get("/auth/v1/user").text("/email")).isEqualTo(person.email());
        var session = api.post("/auth/v1/verify", Map.of("type", "email_change", "email", next, "token", fresh.code()))
                .expect(200);

        assertThat(session.text("/user/email")).isEqualTo(next);
        assertThat(session.json().at("/user/new_email").isMissingNode()).isTrue();
        assertThat(session.text("/user/identities/0/identity_data/email")).isEqualTo(next);
        people.signIn(next, People.PASSWORD).expect(200);
        people.signIn(person.email(), People.PASSWORD).expect(400);
    }

    @Test
    void doesNotChangeTheAddressByOneConfirmationAlone() {
        var person = ConfirmedPerson.named("half", people);
        var next = "half-" + UUID.randomUUID() + "@example.com";
        person.api().put("/auth/v1/user", Map.of("email", next)).expect(200);
        var fresh = Mailbox.to(next, "Confirm your new e-mail");

        assertThat(form.post("/auth/v1/confirm", fresh.query()).expect(303).header("Location"))
                .contains("#message=Confirmation+link+accepted");
        form.post("/auth/v1/confirm", fresh.query()).expect(303);
        clock.advance(Duration.ofHours(2));
        cleanup.sweep();

        assertThat(people.signedIn(person.email()).get("/auth/v1/user").text("/email"))
                .isEqualTo(person.email());
    }

    @Test
    void refusesAnAddressThatIsTaken() {
        var person = ConfirmedPerson.named("first", people);
        var other = ConfirmedPerson.named("second", people);

        assertThat(person.api()
                        .put("/auth/v1/user", Map.of("email", other.email()))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("email_exists");
    }

    /// Somebody banned is out at once, at every door.
    @Test
    void keepsTheBannedOut() {
        var person = ConfirmedPerson.named("banned", people);
        system.run(
                "test",
                () -> jdbc.sql("UPDATE users SET banned_until = '2999-01-01' WHERE email = :email")
                        .param("email", person.email())
                        .update());

        assertThat(person.api().get("/auth/v1/user").expect(403).text("/code")).isEqualTo("user_banned");
        assertThat(people.signIn(person.email(), People.PASSWORD).expect(400).text("/code"))
                .isEqualTo("user_banned");
        assertThat(api.post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", person.refreshToken()))
                        .expect(400)
                        .text("/message"))
                .isEqualTo("Invalid Refresh Token: User Banned");
        api.post("/auth/v1/recover", Map.of("email", person.email())).expect(200);
        var mail = Mailbox.to(person.email(), "Set a new password");
        assertThat(api.post("/auth/v1/verify", Map.of("type", "recovery", "token_hash", mail.token()))
                        .expect(403)
                        .text("/code"))
                .isEqualTo("user_banned");
    }
}
