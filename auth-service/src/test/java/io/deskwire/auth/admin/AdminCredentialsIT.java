package io.deskwire.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.People;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What a trusted server does with somebody's password and second factors, and what a change voids.
class AdminCredentialsIT extends AdminFixture {
    @Test
    void endsTheSessionsWithThePassword() {
        var person = people.signUp("new-password");
        var id = api.as(person.accessToken()).get("/auth/v1/user").text("/id");

        refused(admin.put(USERS + "/" + id, Map.of("password", "12345")), 422, "weak_password", "6 characters");
        admin.put(USERS + "/" + id, Map.of("password", "entirely-different")).expect(200);

        refused(api.as(person.accessToken()).get("/auth/v1/user"), 403, "session_not_found", "");
        refused(
                api.post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", person.refreshToken())),
                400,
                "refresh_token_not_found",
                "");
        refused(signIn(person.email(), People.PASSWORD), 400, "invalid_credentials", "");
        signIn(person.email(), "entirely-different").expect(200);
    }

    /// A link that went to another mailbox, or was asked for by whoever knew the old password.
    @Test
    void voidsWhatWasMailedWithThePasswordAndWithTheAddress() {
        var person = people.signUp("mailed");
        var id = People.subject(person.accessToken());
        for (var change : List.of(Map.of("password", "entirely-different"), Map.of("email", address()))) {
            var email = admin.get(USERS + "/" + id).expect(200).text("/email");
            var link = admin.post("/auth/v1/admin/generate_link", Map.of("type", "recovery", "email", email))
                    .expect(200);

            admin.put(USERS + "/" + id, change).expect(200);

            refused(
                    api.post("/auth/v1/verify", Map.of("type", "recovery", "token_hash", link.text("/hashed_token"))),
                    403,
                    "otp_expired",
                    "");
        }
    }

    @Test
    void listsRenamesAndRemovesSecondFactors() {
        var person = people.signUp("factors");
        var id = api.as(person.accessToken()).get("/auth/v1/user").text("/id");
        var factors = USERS + "/" + id + "/factors";
        assertThat(admin.get(factors).expect(200).json()).isEmpty();
        for (var name : List.of("phone", "tablet")) {
            api.as(person.accessToken())
                    .post("/auth/v1/factors", Map.of("factor_type", "totp", "friendly_name", name))
                    .expect(200);
        }

        var listed = admin.get(factors).expect(200);
        assertThat(listed.json()).hasSize(2);
        assertThat(listed.text("/0/factor_type")).isEqualTo("totp");
        assertThat(listed.text("/0/status")).isEqualTo("unverified");
        assertThat(listed.response().body()).doesNotContain("secret");
        var factor = factors + "/" + listed.text("/0/id");
        assertThat(admin.put(factor, Map.of("friendly_name", "old phone"))
                        .expect(200)
                        .text("/friendly_name"))
                .isEqualTo("old phone");
        refused(admin.put(factor, Map.of("friendly_name", "tablet")), 422, "mfa_factor_name_conflict", "");
        assertThat(admin.delete(factor).expect(200).text("/id")).isEqualTo(listed.text("/0/id"));

        refused(admin.delete(factor), 404, "mfa_factor_not_found", "Factor not found");
        refused(admin.delete(factors + "/x"), 404, "validation_failed", "factor_id must be an UUID");
        refused(admin.get(USERS + "/" + UUID.randomUUID() + "/factors"), 404, "user_not_found", "");
        assertThat(admin.get(factors).json()).hasSize(1);
    }
}
