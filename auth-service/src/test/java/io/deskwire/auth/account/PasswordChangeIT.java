package io.deskwire.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.MailServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Mailbox;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// A new password of one's own: by somebody signed in, and by a recovery mail.
@MailServiceTest
class PasswordChangeIT {
    @Autowired
    People people;

    Api api;

    @BeforeEach
    void connect() {
        api = people.api();
    }

    @Test
    void endsTheOtherSessionsWhenThePasswordChanges() {
        var person = ConfirmedPerson.named("password", people);
        var other = people.signedIn(person.email());

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
        assertThat(other.get("/auth/v1/user").expect(403).text("/code")).isEqualTo("session_not_found");
        people.signIn(person.email(), People.PASSWORD).expect(400);
        people.signIn(person.email(), "a-brand-new-one").expect(200);
        Mailbox.to(person.email(), "Your password was changed");
    }

    @Test
    void setsANewPasswordByRecovery() {
        var person = ConfirmedPerson.named("recover", people);
        api.post("/auth/v1/recover", Map.of("email", person.email().toUpperCase(java.util.Locale.ROOT)))
                .expect(200);
        var mail = Mailbox.to(person.email(), "Set a new password");

        var session = api.post("/auth/v1/verify", Map.of("type", "recovery", "token_hash", mail.token()))
                .expect(200);
        api.as(session.text("/access_token"))
                .put("/auth/v1/user", Map.of("password", "recovered-password"))
                .expect(200);

        people.signIn(person.email(), "recovered-password").expect(200);
        assertThat(person.api().get("/auth/v1/user").expect(403).text("/code")).isEqualTo("session_not_found");
    }

    @Test
    void checksTheCurrentPasswordAndTheMailedCodeWhereTheyAreGiven() {
        var person = ConfirmedPerson.named("nonce", people);

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
    void voidsWhatWasMailedWhenThePasswordChanges() {
        var person = ConfirmedPerson.named("voids", people);
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
        var person = ConfirmedPerson.named("empty", people);

        var refused = person.api().put("/auth/v1/user", Map.of("password", "")).expect(422);

        assertThat(refused.text("/code")).isEqualTo("weak_password");
        assertThat(refused.text("/weak_password/reasons/0")).isEqualTo("length");
    }
}
