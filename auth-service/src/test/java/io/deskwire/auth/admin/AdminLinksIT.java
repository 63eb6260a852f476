package io.deskwire.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.People;
import io.deskwire.testsupport.Api.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdminLinksIT extends AdminFixture {
    private Answer link(String type, String email, Map<String, ?> more) {
        var params = new HashMap<String, Object>(more);
        params.put("type", type);
        params.put("email", email);
        return admin.post("/auth/v1/admin/generate_link", params);
    }

    private Answer follow(Answer link) {
        return api.post(
                "/auth/v1/verify",
                Map.of("type", type(link.text("/verification_type")), "token_hash", link.text("/hashed_token")));
    }

    private static String type(String verification) {
        return verification.startsWith("email_change") ? "email_change" : verification;
    }

    private List<String> mailsTo(String email) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT kind FROM mails WHERE recipient = :email")
                        .param("email", email)
                        .query(String.class)
                        .list());
    }

    @Test
    void invitesByMailUntilThePersonHasConfirmed() {
        var email = address();

        var invited = admin.post(
                        "/auth/v1/invite?redirect_to=http://localhost:3000/welcome",
                        Map.of("email", email, "data", Map.of("team", "blue")))
                .expect(200);

        assertThat(invited.text("/invited_at")).isNotEmpty();
        assertThat(invited.text("/confirmation_sent_at")).isNotEmpty();
        assertThat(invited.text("/user_metadata/team")).isEqualTo("blue");
        assertThat(invited.json().has("email_confirmed_at")).isFalse();
        assertThat(mailsTo(email)).containsExactly("invite");
        assertThat(admin.post("/auth/v1/invite", Map.of("email", email))
                        .expect(200)
                        .text("/id"))
                .isEqualTo(invited.text("/id"));
        refused(
                admin.post(
                        "/auth/v1/invite",
                        Map.of("email", people.signUp("there").email())),
                422,
                "email_exists",
                "already been registered");
        refused(admin.post("/auth/v1/invite", Map.of("email", "nonsense")), 400, "validation_failed", "invalid format");
        refused(admin.post("/auth/v1/invite", Map.of()), 400, "validation_failed", "");
    }

    @Test
    void makesAMagicLinkThatSignsInOnceAndSendsNoMail() {
        var person = people.signUp("magic");
        var link = link("magiclink", person.email(), Map.of("redirect_to", "http://localhost:3000/inbox"))
                .expect(200);

        assertThat(link.text("/email")).isEqualTo(person.email());
        assertThat(link.text("/verification_type")).isEqualTo("magiclink");
        assertThat(link.text("/email_otp")).matches("[0-9]{6}");
        assertThat(link.text("/redirect_to")).isEqualTo("http://localhost:3000/inbox");
        assertThat(link.text("/action_link"))
                .contains("/auth/v1/verify?token=" + link.text("/hashed_token") + "&type=magiclink&redirect_to=http");
        assertThat(follow(link).expect(200).text("/user/email")).isEqualTo(person.email());
        refused(follow(link), 403, "otp_expired", "");
        assertThat(mailsTo(person.email())).isEmpty();
    }

    @Test
    void letsTheDigitsBeTyped() {
        var person = people.signUp("typed");
        var link = link("recovery", person.email(), Map.of()).expect(200);

        api.post(
                        "/auth/v1/verify",
                        Map.of("type", "recovery", "email", person.email(), "token", link.text("/email_otp")))
                .expect(200);
    }

    @Test
    void sendsNobodyToAForeignPage() {
        var person = people.signUp("careful");

        assertThat(link("recovery", person.email(), Map.of("redirect_to", "https://evil.example/steal"))
                        .expect(200)
                        .text("/redirect_to"))
                .isEqualTo("http://localhost:3000");
    }

    @Test
    void makesTheAccountThatALinkConfirms() {
        var email = address();
        refused(link("signup", email, Map.of()), 400, "validation_failed", "Signup requires a valid password");
        refused(link("signup", email, Map.of("password", "12345")), 422, "weak_password", "");

        var link = link("signup", email, Map.of("password", People.PASSWORD, "data", Map.of("a", 1)))
                .expect(200);
        assertThat(link.json().at("/user_metadata/a").asInt()).isEqualTo(1);
        follow(link).expect(200);

        api.post("/auth/v1/token?grant_type=password", Map.of("email", email, "password", People.PASSWORD))
                .expect(200);
        refused(link("signup", email, Map.of("password", People.PASSWORD)), 422, "email_exists", "");
        refused(link("invite", email, Map.of()), 422, "email_exists", "");
    }

    @Test
    void turnsAMagicLinkForNobodyIntoASignUp() {
        var email = address();

        var link = link("magiclink", email, Map.of()).expect(200);

        assertThat(link.text("/verification_type")).isEqualTo("signup");
        assertThat(follow(link).expect(200).text("/user/email")).isEqualTo(email);
        refused(link("recovery", address(), Map.of()), 404, "user_not_found", "User with this email not found");
        refused(link("nonsense", email, Map.of()), 400, "validation_failed", "Invalid email action link type");
        refused(link("magiclink", "nonsense", Map.of()), 400, "validation_failed", "invalid format");
    }

    @Test
    void invitesByALink() {
        var email = address();

        var link = link("invite", email, Map.of()).expect(200);

        assertThat(link.text("/invited_at")).isNotEmpty();
        assertThat(follow(link).expect(200).text("/user/email")).isEqualTo(email);
    }

    @Test
    void changesAnAddressWhenBothHalvesAreFollowed() {
        var person = people.signUp("moving");
        var next = address();
        var current = link("email_change_current", person.email(), Map.of("new_email", next))
                .expect(200);
        var other = link("email_change_new", person.email(), Map.of("new_email", next))
                .expect(200);
        assertThat(current.text("/new_email")).isEqualTo(next);
        assertThat(current.text("/email")).isEqualTo(person.email());

        assertThat(follow(current).expect(200).text("/msg")).contains("Confirmation link accepted");
        assertThat(api.as(person.accessToken()).get("/auth/v1/user").text("/email"))
                .isEqualTo(person.email());
        assertThat(follow(other).expect(200).text("/user/email")).isEqualTo(next);

        refused(link("email_change_new", next, Map.of("new_email", "x")), 400, "validation_failed", "");
        refused(link("email_change_new", address(), Map.of("new_email", address())), 404, "user_not_found", "");
        refused(
                link(
                        "email_change_new",
                        next,
                        Map.of("new_email", people.signUp("taken").email())),
                422,
                "email_exists",
                "");
    }
}
