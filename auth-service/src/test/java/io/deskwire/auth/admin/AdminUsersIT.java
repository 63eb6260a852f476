package io.deskwire.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.People;
import io.deskwire.testsupport.Api.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.json.JsonMapper;

/// Accounts that a trusted server makes, reads and changes.
class AdminUsersIT extends AdminFixture {
    private Answer create(Map<String, ?> params) {
        return admin.post(USERS, params).expect(200);
    }

    @Test
    void makesAnAccountThatSignsIn() {
        var email = address();
        var made = create(Map.of(
                "email",
                email.toUpperCase(java.util.Locale.ROOT),
                "password",
                People.PASSWORD,
                "email_confirm",
                true,
                "user_metadata",
                Map.of("name", "Ada"),
                "app_metadata",
                Map.of("plan", "pro")));

        assertThat(made.text("/email")).isEqualTo(email);
        assertThat(made.text("/phone")).isEmpty();
        assertThat(made.text("/aud")).isEqualTo("authenticated");
        assertThat(made.json().get("user_metadata"))
                .isEqualTo(JsonMapper.shared().readTree("{\"name\":\"Ada\",\"email_verified\":true}"));
        assertThat(made.json().get("app_metadata"))
                .isEqualTo(JsonMapper.shared()
                        .readTree("{\"provider\":\"email\",\"providers\":[\"email\"],\"plan\":\"pro\"}"));
        assertThat(made.text("/identities/0/identity_data/sub")).isEqualTo(made.text("/id"));
        assertThat(made.json().at("/identities/0/identity_data/email_verified").asBoolean())
                .isFalse();
        assertThat(made.text("/email_confirmed_at")).isNotEmpty();
        signIn(email, People.PASSWORD).expect(200);
    }

    @Test
    void answersExactlyTheMetadataItWasGiven() {
        var made =
                create(Map.of("email", address(), "user_metadata", Map.of("a", List.of(1, 2), "b", Map.of("c", true))));

        assertThat(made.json().get("user_metadata"))
                .isEqualTo(JsonMapper.shared().readTree("{\"a\":[1,2],\"b\":{\"c\":true}}"));
        assertThat(made.json().has("email_confirmed_at")).isFalse();
        assertThat(create(Map.of("email", address())).json().get("user_metadata"))
                .isEmpty();
    }

    @Test
    void takesAnIdAndAnImportedHash() {
        var id = UUID.randomUUID();
        var email = address();
        create(Map.of(
                "id",
                id,
                "email",
                email,
                "email_confirm",
                true,
                "password_hash",
                String.valueOf(new BCryptPasswordEncoder(4).encode(People.PASSWORD))));

        assertThat(signIn(email, People.PASSWORD).expect(200).text("/user/id")).isEqualTo(id.toString());
        signIn(email, "another").expect(400);
        refused(admin.post(USERS, Map.of("id", id, "email", address())), 409, "conflict", "id");
    }

    @Test
    void refusesWhatIsNoAccount() {
        var taken = people.signUp("taken").email();
        refused(admin.post(USERS, Map.of("email", taken)), 422, "email_exists", "already been registered");
        refused(admin.post(USERS, Map.of()), 400, "validation_failed", "either an email or phone");
        refused(admin.post(USERS, Map.of("email", "nonsense")), 400, "validation_failed", "invalid format");
        refused(admin.post(USERS, "{\"email\":"), 400, "bad_json", "");
        refused(admin.post(USERS, Map.of("phone", "+4912345678")), 400, "phone_provider_disabled", "");
        refused(
                admin.post(USERS, Map.of("email", address(), "password", "12345")),
                422,
                "weak_password",
                "6 characters");
        for (var bad : List.<Map<String, Object>>of(
                Map.of("password", "x", "password_hash", "y"),
                Map.of("password_hash", "plain"),
                Map.of("password_hash", "$2a$31$" + "a".repeat(53)),
                Map.of("password", "x".repeat(300)),
                Map.of("id", "not-a-uuid"),
                Map.of("id", "00000000-0000-0000-0000-000000000000"),
                Map.of("role", "service_role"),
                Map.of("role", "supabase_admin"),
                Map.of("aud", "elsewhere"),
                Map.of("ban_duration", "forever"),
                Map.of("ban_duration", "-1h"),
                Map.of("ban_duration", "24"),
                Map.of("ban_duration", "99999999h"))) {
            var params = new HashMap<>(bad);
            params.put("email", address());
            refused(admin.post(USERS, params), 400, "validation_failed", "");
        }
    }

    @Test
    void readsOneAndKnowsWhoIsNobody() {
        var id = create(Map.of("email", address())).text("/id");

        assertThat(admin.get(USERS + "/" + id).expect(200).text("/id")).isEqualTo(id);
        for (var method : List.of("GET", "PUT", "DELETE")) {
            var body = method.equals("GET") ? null : Map.of();
            refused(admin.send(method, USERS + "/" + UUID.randomUUID(), body), 404, "user_not_found", "User not found");
            refused(admin.send(method, USERS + "/nobody", body), 404, "validation_failed", "UUID");
        }
    }

    @Test
    void changesMetadataKeyByKey() {
        var id = create(Map.of("email", address(), "user_metadata", Map.of("keep", 1, "drop", 2)))
                .text("/id");
        var nothing = new HashMap<String, Object>();
        nothing.put("drop", null);
        nothing.put("add", 3);

        var changed = admin.put(
                        USERS + "/" + id,
                        Map.of("user_metadata", nothing, "app_metadata", Map.of("roles", List.of("x"))))
                .expect(200);

        assertThat(changed.json().get("user_metadata"))
                .isEqualTo(JsonMapper.shared().readTree("{\"keep\":1,\"add\":3}"));
        assertThat(changed.json().at("/app_metadata/roles/0").asString()).isEqualTo("x");
        assertThat(changed.json().at("/app_metadata/provider").asString()).isEqualTo("email");
    }

    @Test
    void changesTheAddressWithItsIdentity() {
        var id = create(Map.of("email", address())).text("/id");
        var next = address();

        var changed = admin.put(USERS + "/" + id, Map.of("email", next, "email_confirm", true))
                .expect(200);

        assertThat(changed.text("/email")).isEqualTo(next);
        assertThat(changed.json().get("identities")).hasSize(1);
        assertThat(changed.text("/identities/0/identity_data/email")).isEqualTo(next);
        assertThat(changed.json()
                        .at("/identities/0/identity_data/email_verified")
                        .asBoolean())
                .isTrue();
        refused(
                admin.put(
                        USERS + "/" + id,
                        Map.of("email", people.signUp("occupied").email())),
                422,
                "email_exists",
                "");
    }
}
