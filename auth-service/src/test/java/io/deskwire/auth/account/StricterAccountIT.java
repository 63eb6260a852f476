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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/// Where addresses count as confirmed by themselves, and a new password needs the present one.
@MailServiceTest
@TestPropertySource(
        properties = {
            "deskwire.auth.mailer-autoconfirm=true",
            "deskwire.auth.password.change-needs-current=true",
            "deskwire.auth.session.timebox=90m",
            "deskwire.auth.session.inactivity=40m"
        })
class StricterAccountIT {
    @Autowired
    People people;

    Api api;

    @BeforeEach
    void connect() {
        api = people.api();
    }

    @Test
    void asksForThePresentPasswordUnlessAMailWasFollowed() {
        var person = people.signUp("forgetful");
        assertThat(api.as(person.accessToken())
                        .put("/auth/v1/user", Map.of("password", "a-brand-new-one"))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("current_password_required");
        api.post("/auth/v1/recover", Map.of("email", person.email())).expect(200);
        var mail = Mailbox.to(person.email(), "Set a new password");

        var recovered = api.post("/auth/v1/verify", Map.of("type", "recovery", "token_hash", mail.token()))
                .expect(200);
        api.as(recovered.text("/access_token"))
                .put("/auth/v1/user", Map.of("password", "a-brand-new-one"))
                .expect(200);

        api.post("/auth/v1/token?grant_type=password", Map.of("email", person.email(), "password", "a-brand-new-one"))
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"magiclink", "email"})
    void signsSomebodyNewUpAndMailsAMagicLink(String type) {
        var email = "new-" + UUID.randomUUID() + "@example.com";
        api.post("/auth/v1/otp", Map.of("email", email)).expect(200);
        var mail = Mailbox.to(email, "Your sign-in link");

        var session = api.post("/auth/v1/verify", Map.of("type", type, "email", email, "token", mail.code()))
                .expect(200);

        assertThat(session.text("/user/email")).isEqualTo(email);
        assertThat(session.text("/user/email_confirmed_at")).isNotEmpty();
    }
}
