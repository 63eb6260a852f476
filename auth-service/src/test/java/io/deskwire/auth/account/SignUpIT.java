package io.deskwire.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.auth.MailServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import io.deskwire.testsupport.Mailbox;
import io.deskwire.testsupport.MutableClock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Sign-up with a confirmation mail.
@MailServiceTest
class SignUpIT {
    private static final String SUBJECT = "Confirm your e-mail";

    @Autowired
    People people;

    @Autowired
    MutableClock clock;

    Api api;
    Api form;
    String email;

    @BeforeEach
    void connect() {
        api = people.api();
        form = api.with("Content-Type", "application/x-www-form-urlencoded");
        email = "new-" + UUID.randomUUID() + "@example.com";
    }

    private Answer signUp(String password) {
        return api.post(
                "/auth/v1/signup?redirect_to=https://app.example.com/welcome",
                Map.of("email", email, "password", password, "data", Map.of("name", "Neu")));
    }

    private Answer signIn(String password) {
        return people.signIn(email, password);
    }

    @Test
    void letsNobodyInBeforeTheAddressIsConfirmed() {
        var user = signUp(People.PASSWORD).expect(200);
        assertThat(user.json().has("access_token")).isFalse();
        assertThat(user.text("/email")).isEqualTo(email);
        assertThat(user.json().has("email_confirmed_at")).isFalse();
        assertThat(user.json().has("confirmation_sent_at")).isTrue();
        assertThat(signIn(People.PASSWORD).expect(400).text("/code")).isEqualTo("email_not_confirmed");

        var mail = Mailbox.to(email, SUBJECT);
        var landing = form.post("/auth/v1/confirm", mail.query()).expect(303).header("Location");

        assertThat(landing)
                .startsWith("https://app.example.com/welcome#access_token=")
                .contains("&sb=&")
                .contains("type=signup");
        var session = signIn(People.PASSWORD).expect(200);
        assertThat(session.json().at("/user/email_confirmed_at").isMissingNode())
                .isFalse();
        assertThat(session.json().at("/user/user_metadata/email_verified").asBoolean())
                .isTrue();
        assertThat(session.json()
                        .at("/user/identities/0/identity_data/email_verified")
                        .asBoolean())
                .isTrue();
        assertThat(session.text("/user/user_metadata/name")).isEqualTo("Neu");
    }

    /// Mail scanners open every link, some of them twice, and some only ask for its head.
    @Test
    void survivesAMailScanner() {
        signUp(People.PASSWORD).expect(200);
        var mail = Mailbox.to(email, SUBJECT);

        for (var i = 0; i < 3; i++) {
            var page = api.get("/auth/v1/confirm?" + mail.query()).expect(200);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(page.response().body()).contains(mail.token()).doesNotContain("<script");
        }
        api.send("HEAD", "/auth/v1/confirm?" + mail.query(), null).expect(200);
        api.send("HEAD", "/auth/v1/verify?" + mail.query(), null).expect(200);

        form.post("/auth/v1/confirm", mail.query()).expect(303);
        assertThat(form.post("/auth/v1/confirm", mail.query()).expect(303).header("Location"))
                .contains("#error=access_denied&error_code=otp_expired")
                .contains("error_description=Email+link+is+invalid+or+has+expired");
    }

    @Test
    void answersASignUpWithATakenAddressAsIfItWereNew() {
        signUp(People.PASSWORD).expect(200);
        var mail = Mailbox.to(email, SUBJECT);
        api.post("/auth/v1/verify", Map.of("type", "signup", "email", email, "token", mail.code()))
                .expect(200);
        clock.advance(Duration.ofSeconds(61));

        var answer = signUp("another-password").expect(200);

        assertThat(answer.text("/email")).isEqualTo(email);
        assertThat(answer.json().get("identities")).isEmpty();
        assertThat(answer.text("/role")).isEmpty();
        assertThat(signIn(People.PASSWORD).expect(200).text("/user/id")).isNotEqualTo(answer.text("/id"));
        assertThat(Mailbox.all(email)).hasSize(1);
        signIn("another-password").expect(400);
    }

    /// No server would take the mail, and who signed up would wait for it.
    @Test
    void refusesAddressesThatMailCannotBeSentTo() {
        for (var unsendable : java.util.List.of("\u00FCn\u00EF@walk.example", "x@ex\u00E4mple.com")) {
            for (var path : java.util.List.of("signup", "otp", "magiclink", "recover")) {
                var refused = api.post("/auth/v1/" + path, Map.of("email", unsendable, "password", People.PASSWORD))
                        .expect(400);
                assertThat(refused.text("/code")).isEqualTo("validation_failed");
                assertThat(refused.text("/message")).isEqualTo("Unable to validate email address: invalid format");
            }
        }
        assertThat(api.post("/auth/v1/signup", Map.of("email", "x".repeat(256) + "@a.b", "password", People.PASSWORD))
                        .expect(400)
                        .text("/message"))
                .isEqualTo("An email address is too long");
    }

    @Test
    void mailsAgainButNotAtOnce() {
        signUp(People.PASSWORD).expect(200);
        Mailbox.to(email, SUBJECT);

        var again = signUp(People.PASSWORD).expect(429);
        assertThat(again.text("/code")).isEqualTo("over_email_send_rate_limit");
        assertThat(again.text("/message"))
                .isEqualTo("For security purposes, you can only request this after 60 seconds.");
        assertThat(again.header("Retry-After")).isEqualTo("60");
        assertThat(again.response().headers().allValues("RateLimit-Policy")).contains("\"email_interval\";q=1;w=60");
        assertThat(again.response().headers().allValues("RateLimit")).contains("\"email_interval\";r=0;t=60");

        clock.advance(Duration.ofSeconds(61));
        signUp(People.PASSWORD).expect(200);
        awaitMails(2); // letters that are sent at once may overtake one another
        clock.advance(Duration.ofSeconds(61));
        api.post("/auth/v1/resend", Map.of("type", "signup", "email", email)).expect(200);
        awaitMails(3);

        var newest = Mailbox.all(email).getFirst();
        form.post("/auth/v1/confirm", newest.query()).expect(303);
        signIn(People.PASSWORD).expect(200);
    }

    /// Somebody signs up with another's address and waits for its owner to confirm.
    @Test
    void givesTheAccountToWhoReadsTheMailNotToWhoSetThePassword() {
        signUp("the-attackers-password").expect(200);
        awaitMails(1);
        clock.advance(Duration.ofSeconds(61));
        signUp(People.PASSWORD).expect(200);
        awaitMails(2);

        form.post("/auth/v1/confirm", Mailbox.all(email).getFirst().query()).expect(303);

        assertThat(signIn("the-attackers-password").expect(400).text("/code")).isEqualTo("invalid_credentials");
    }

    @Test
    void takesThePasswordOfWhoNeverConfirmedFromWhoRecoversTheAddress() {
        signUp("the-attackers-password").expect(200);
        api.post("/auth/v1/recover", Map.of("email", email)).expect(200);
        var mail = Mailbox.to(email, "Set a new password");

        form.post("/auth/v1/confirm", mail.query()).expect(303);

        assertThat(signIn("the-attackers-password").expect(400).text("/code")).isEqualTo("invalid_credentials");
    }

    @Test
    void refusesWhatGoTrueRefuses() {
        assertThat(api.post("/auth/v1/signup", Map.of("email", email))
                        .expect(400)
                        .text("/message"))
                .isEqualTo("Signup requires a valid password");
        assertThat(api.post("/auth/v1/signup", Map.of("phone", "+4912345678", "password", People.PASSWORD))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("phone_provider_disabled");
        var weak = signUp("12345").expect(422);
        assertThat(weak.text("/code")).isEqualTo("weak_password");
        assertThat(weak.text("/weak_password/reasons/0")).isEqualTo("length");
        assertThat(weak.text("/message")).isEqualTo("Password should be at least 6 characters.");
        assertThat(weak.header("x-sb-error-code")).isNull();
        assertThat(api.post(
                                "/auth/v1/signup",
                                Map.of("email", email, "password", People.PASSWORD, "code_challenge", "short"))
                        .expect(400)
                        .text("/message"))
                .isEqualTo("PKCE flow requires code_challenge_method and code_challenge");
        assertThat(api.post("/auth/v1/signup", Map.of("email", email, "password", "x".repeat(257)))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("validation_failed");
        assertThat(api.post(
                                "/auth/v1/signup",
                                "{\"email\":\"%s\",\"password\":\"%s\",\"data\":{\"a\":\"\\u0000\"}}"
                                        .formatted(email, People.PASSWORD))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("validation_failed");
    }

    @Test
    void sendsNobodyToAForeignSite() {
        api.post(
                        "/auth/v1/signup?redirect_to=https://evil.example/",
                        Map.of("email", email, "password", People.PASSWORD))
                .expect(200);
        var mail = Mailbox.to(email, SUBJECT);

        assertThat(mail.link())
                .contains("redirect_to=http%3A%2F%2Flocalhost%3A3000")
                .doesNotContain("evil");
        var forged = mail.query().replaceAll("redirect_to=.*", "redirect_to=https://evil.example/");
        assertThat(form.post("/auth/v1/confirm", forged).expect(303).header("Location"))
                .startsWith("http://localhost:3000#access_token=");
    }

    @Test
    void tellsAStrangerNothingThatAnAdministratorWrote() {
        var admin = people.adminClient();
        var invited = admin.post("/auth/v1/invite", Map.of("email", email, "data", Map.of("name", "Ivo")))
                .expect(200);
        admin.put("/auth/v1/admin/users/" + invited.text("/id"), Map.of("app_metadata", Map.of("plan", "pro")))
                .expect(200);

        var answer = signUp("a-strangers-password").expect(200);

        assertThat(answer.text("/email")).isEqualTo(email);
        assertThat(answer.json().get("user_metadata")).isEmpty();
        assertThat(answer.json().get("identities")).isEmpty();
        assertThat(answer.json().at("/app_metadata/plan").isMissingNode()).isTrue();
        assertThat(answer.response().body()).doesNotContain("Ivo");
    }

    /// Anybody may ask for mails to the address; the account keeps what an administrator gave it.
    @Test
    void leavesAnAccountThePasswordThatAnAdministratorGave() {
        people.adminClient()
                .post("/auth/v1/admin/users", Map.of("email", email, "password", "given-by-the-admin"))
                .expect(200);

        for (var round = 0; round < 2; round++) {
            api.post("/auth/v1/otp", Map.of("email", email)).expect(200);
            signUp("a-strangers-password").expect(200);
            clock.advance(Duration.ofSeconds(61));
        }
        api.post("/auth/v1/recover", Map.of("email", email)).expect(200);
        form.post("/auth/v1/confirm", Mailbox.to(email, "Set a new password").query())
                .expect(303);

        assertThat(signIn("a-strangers-password").expect(400).text("/code")).isEqualTo("invalid_credentials");
        signIn("given-by-the-admin").expect(200);
    }

    @Test
    void leadsWhereTheHeaderSays() {
        api.with("redirect_to", "https://app.example.com/header")
                .post(
                        "/auth/v1/signup?redirect_to=https://app.example.com/query",
                        Map.of("email", email, "password", People.PASSWORD))
                .expect(200);

        assertThat(Mailbox.to(email, SUBJECT).link())
                .contains("redirect_to=https%3A%2F%2Fapp.example.com%2Fheader")
                .doesNotContain("query");
    }

    private void awaitMails(int count) {
        await().until(() -> Mailbox.all(email).size() == count);
    }
}
