package io.deskwire.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.MailServiceTest;
import io.deskwire.auth.Mailbox;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
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

    private record Person(String email, Api api, String refreshToken) {}

    private Person confirmed(String name) {
        var email = "%s-%s@example.com".formatted(name, UUID.randomUUID());
        api.post("/auth/v1/signup", Map.of("email", email, "password", People.PASSWORD))
                .expect(200);
        var mail = Mailbox.to(email, "Confirm your e-mail");
        api.post("/auth/v1/verify", Map.of("type", "signup", "email", email, "token", mail.code()))
                .expect(200);
        return signedIn(email, People.PASSWORD);
    }

    private Person signedIn(String email, String password) {
        var answer = signIn(email, password).expect(200);
        return new Person(email, api.as(answer.text("/access_token")), answer.text("/refresh_token"));
    }

    private Answer signIn(String email, String password) {
        return api.post("/auth/v1/token?grant_type=password", Map.of("email", email, "password", password));
    }

    @Test
    void mergesMetadataAndRemovesItsNulls() {
        var person = confirmed("meta");
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
        var person = confirmed("mass");
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
        assertThat(claim(token, "is_service_user")).isEqualTo(false);
        assertThat(claim(token, "tenant_role")).isNull();
        assertThat(claim(token, "role")).isEqualTo("authenticated");
    }

    private static Object claim(String token, String name) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet().getClaim(name);
        } catch (java.text.ParseException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void endsTheOtherSessionsWhenThePasswordChanges() {
        var person = confirmed("password");
        var other = signedIn(person.email(), People.PASSWORD);

        assertThat(person.api()
                        .put("/auth/v1/user", Map.of("password", People.PASSWORD))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("same_password");
        assertThat(person.api()
                        .put("/auth/v1/user", Map.of("password", "123"))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("weak_password");
        person.api().put("/auth/v1/user", Map.of("password", "a-brand-new-one")).expect(200);

        person.api().get("/auth/v1/user").expect(200);
        assertThat(other.api().get("/auth/v1/user").expect(403).text("/code")).isEqualTo("session_not_found");
        signIn(person.email(), People.PASSWORD).expect(400);
        signIn(person.email(), "a-brand-new-one").expect(200);
        Mailbox.to(person.email(), "Your password was changed");
    }

    @Test
    void setsANewPasswordByRecovery() {
        var person = confirmed("recover");
        api.post("/auth/v1/recover", Map.of("email", person.email().toUpperCase(java.util.Locale.ROOT)))
                .expect(200);
        var mail = Mailbox.to(person.email(), "Set a new password");

        var session = api.post("/auth/v1/verify", Map.of("type", "recovery", "token_hash", mail.token()))
                .expect(200);
        api.as(session.text("/access_token"))
                .put("/auth/v1/user", Map.of("password", "recovered-password"))
                .expect(200);

        signIn(person.email(), "recovered-password").expect(200);
        assertThat(person.api().get("/auth/v1/user").expect(403).text("/code")).isEqualTo("session_not_found");
    }

    @Test
    void checksTheCurrentPasswordAndTheMailedCodeWhereTheyAreGiven() {
        var person = confirmed("nonce");

        assertThat(person.api()
                        .put("/auth/v1/user", Map.of("password", "a-brand-new-one", "current_password", "wrong"))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("current_password_invalid");
        person.api().get("/auth/v1/reauthenticate").expect(200);
        var mail = Mailbox.to(person.email(), "is your confirmation code");
        var wrong = "%06d".formatted((Integer.parseInt(mail.code()) + 1) % 1_000_000);
        assertThat(person.api()
                        .put("/auth/v1/user", Map.of("password", "a-brand-new-one", "nonce", wrong))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("reauthentication_not_valid");
        assertThat(api.post("/auth/v1/verify", Map.of("type", "email", "email", person.email(), "token", mail.code()))
                        .expect(403)
                        .text("/code"))
                .isEqualTo("otp_expired");

        person.api()
                .put(
                        "/auth/v1/user",
                        Map.of(
                                "password",
                                "a-brand-new-one",
                                "nonce",
                                mail.code(),
                                "current_password",
                                People.PASSWORD))
                .expect(200);
    }

    @Test
    void changesTheAddressOnceBothHaveConfirmed() {
        var person = confirmed("change");
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
        signIn(next, People.PASSWORD).expect(200);
        signIn(person.email(), People.PASSWORD).expect(400);
    }

    @Test
    void doesNotChangeTheAddressByOneConfirmationAlone() {
        var person = confirmed("half");
        var next = "half-" + UUID.randomUUID() + "@example.com";
        person.api().put("/auth/v1/user", Map.of("email", next)).expect(200);
        var fresh = Mailbox.to(next, "Confirm your new e-mail");

        assertThat(form.post("/auth/v1/confirm", fresh.query()).expect(303).header("Location"))
                .contains("#message=Confirmation+link+accepted");
        form.post("/auth/v1/confirm", fresh.query()).expect(303);
        clock.advance(Duration.ofHours(2));
        cleanup.sweep();

        assertThat(signedIn(person.email(), People.PASSWORD)
                        .api()
                        .get("/auth/v1/user")
                        .text("/email"))
                .isEqualTo(person.email());
    }

    @Test
    void refusesAnAddressThatIsTaken() {
        var person = confirmed("first");
        var other = confirmed("second");

        assertThat(person.api()
                        .put("/auth/v1/user", Map.of("email", other.email()))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("email_exists");
    }

    /// Who cannot come back would leave a tenant behind that nobody can enter.
    @Test
    void foundsNoTenantForAnAnonymousUser() {
        var anonymous = api.post("/auth/v1/signup", Map.of()).expect(200);
        var tenant = Map.of("name", "Nobody's", "slug", "nobodys-" + UUID.randomUUID());

        var refused = api.as(anonymous.text("/access_token")).post("/api/v1/tenants", tenant);

        assertThat(refused.problem(403, "anonymous").get("detail").asString()).contains("give it an address");
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
        assertThat(claim(token, "is_anonymous")).isEqualTo(true);
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
        signIn(email, People.PASSWORD).expect(200);
    }

    @Test
    void forgetsAnonymousUsersThatStayAwayAndNobodyElse() {
        var anonymous = api.post("/auth/v1/signup", Map.of()).expect(200).text("/user/id");
        var person = confirmed("stays");

        clock.advance(Duration.ofDays(29));
        cleanup.sweep();
        assertThat(exists(anonymous)).isTrue();
        clock.advance(Duration.ofDays(2));
        cleanup.sweep();

        assertThat(exists(anonymous)).isFalse();
        signIn(person.email(), People.PASSWORD).expect(200);
    }

    private boolean exists(String user) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT EXISTS (SELECT FROM users WHERE id = :id)")
                        .param("id", UUID.fromString(user))
                        .query(Boolean.class)
                        .single());
    }

    /// Somebody banned is out at once, at every door.
    @Test
    void keepsTheBannedOut() {
        var person = confirmed("banned");
        system.run(
                "test",
                () -> jdbc.sql("UPDATE users SET banned_until = '2999-01-01' WHERE email = :email")
                        .param("email", person.email())
                        .update());

        assertThat(person.api().get("/auth/v1/user").expect(403).text("/code")).isEqualTo("user_banned");
        assertThat(signIn(person.email(), People.PASSWORD).expect(400).text("/code"))
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

    @Test
    void voidsWhatWasMailedWhenThePasswordChanges() {
        var person = confirmed("voids");
        var next = "voided-" + UUID.randomUUID() + "@example.com";
        api.post("/auth/v1/recover", Map.of("email", person.email())).expect(200);
        person.api().put("/auth/v1/user", Map.of("email", next)).expect(200);
        var recovery = Mailbox.to(person.email(), "Set a new password");
        var change = Mailbox.to(next, "Confirm your new e-mail");

        var changed = person.api()
                .put("/auth/v1/user", Map.of("password", "a-brand-new-one"))
                .expect(200);

        assertThat(changed.json().has("new_email")).isFalse();
        for (var link : Map.of("recovery", recovery, "email_change", change).entrySet()) {
            assertThat(api.post(
                                    "/auth/v1/verify",
                                    Map.of(
                                            "type",
                                            link.getKey(),
                                            "token_hash",
                                            link.getValue().token()))
                            .expect(403)
                            .text("/code"))
                    .isEqualTo("otp_expired");
        }
    }

    @Test
    void takesNoEmptyPassword() {
        var person = confirmed("empty");

        var refused = person.api().put("/auth/v1/user", Map.of("password", "")).expect(422);

        assertThat(refused.text("/code")).isEqualTo("weak_password");
        assertThat(refused.text("/weak_password/reasons/0")).isEqualTo("length");
    }
}
