package io.deskwire.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.auth.People;
import io.deskwire.testsupport.Api.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.json.JsonMapper;

class AdminUsersIT extends AdminFixture {
    private static String address() {
        return "made-%s@example.com".formatted(UUID.randomUUID());
    }

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

    @Test
    void bansEverywhereWithinSecondsAndLiftsIt() {
        var founder = people.founder("banned");
        var id = api.as(founder.accessToken()).get("/auth/v1/user").text("/id");
        api.as(founder.accessToken()).get("/api/v1/service-users").expect(200);

        var banned = admin.put(USERS + "/" + id, Map.of("ban_duration", "24h")).expect(200);

        assertThat(Instant.parse(banned.text("/banned_until")))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
        refused(signIn(founder.email(), People.PASSWORD), 400, "user_banned", "User is banned");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> api.as(founder.accessToken())
                        .get("/api/v1/service-users")
                        .problem(401, "unauthenticated"));

        assertThat(admin.put(USERS + "/" + id, Map.of("ban_duration", "none"))
                        .expect(200)
                        .json()
                        .has("banned_until"))
                .isFalse();
        signIn(founder.email(), People.PASSWORD).expect(200);
    }

    @Test
    void letsASessionGoOnAfterABan() {
        var person = people.signUp("paused");
        var id = People.subject(person.accessToken());
        var refresh = Map.of("refresh_token", person.refreshToken());
        api.as(person.accessToken()).get("/api/v1/tenants").expect(200);

        admin.put(USERS + "/" + id, Map.of("ban_duration", "24h")).expect(200);

        refused(
                api.post("/auth/v1/token?grant_type=refresh_token", refresh),
                400,
                "user_banned",
                "Invalid Refresh Token: User Banned");
        refused(api.as(person.accessToken()).get("/auth/v1/user"), 403, "user_banned", "User is banned");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        api.as(person.accessToken()).get("/api/v1/tenants").problem(401, "unauthenticated"));

        admin.put(USERS + "/" + id, Map.of("ban_duration", "none")).expect(200);
        var refreshed = people.refresh(person.refreshToken());
        assertThat(People.claims(refreshed.accessToken()).get("session_id"))
                .isEqualTo(People.claims(person.accessToken()).get("session_id"));
        api.as(refreshed.accessToken()).get("/api/v1/tenants").expect(200);
        api.as(person.accessToken()).get("/api/v1/tenants").problem(401, "unauthenticated");
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
    void deletesForGood() {
        var person = people.signUp("deleted");
        var id = api.as(person.accessToken()).get("/auth/v1/user").text("/id");

        assertThat(admin.send("DELETE", USERS + "/" + id, Map.of("should_soft_delete", false))
                        .expect(200)
                        .response()
                        .body())
                .isEqualTo("{}");

        refused(admin.get(USERS + "/" + id), 404, "user_not_found", "");
        refused(signIn(person.email(), People.PASSWORD), 400, "invalid_credentials", "");
        create(Map.of("email", person.email()));
    }

    @Test
    void deletesSoftlyAndKeepsNothingByWhichThePersonCouldBeTold() {
        var person = people.signUp("forgotten");
        var id = api.as(person.accessToken()).get("/auth/v1/user").text("/id");
        admin.put(USERS + "/" + id, Map.of("user_metadata", Map.of("name", "Someone")))
                .expect(200);

        admin.send("DELETE", USERS + "/" + id, Map.of("should_soft_delete", true))
                .expect(200);
        admin.send("DELETE", USERS + "/" + id, Map.of("should_soft_delete", true))
                .expect(200);

        var left = admin.get(USERS + "/" + id).expect(200);
        assertThat(left.text("/deleted_at")).isNotEmpty();
        assertThat(left.text("/email")).matches("[0-9a-f]{64}");
        assertThat(left.json().get("user_metadata")).isEmpty();
        assertThat(left.response().body()).doesNotContain(person.email(), "Someone");
        refused(api.as(person.accessToken()).get("/auth/v1/user"), 403, "session_not_found", "");
        refused(signIn(person.email(), People.PASSWORD), 400, "invalid_credentials", "");
        people.api()
                .post("/auth/v1/signup", Map.of("email", person.email(), "password", People.PASSWORD))
                .expect(200);
    }

    @Test
    void keepsWhoOwnsATenant() {
        var founder = people.founder("owner");
        var id = api.as(founder.accessToken()).get("/auth/v1/user").text("/id");

        refused(admin.delete(USERS + "/" + id), 409, "conflict", "owns a tenant");
        api.as(founder.accessToken()).get("/auth/v1/user").expect(200);
    }

    /// A tenant without an admin could be administered by nobody.
    @Test
    void keepsATenantsLastAdminUntilThereIsAnotherOne() {
        var founder = people.founder("last-admin");
        var id = People.subject(founder.accessToken());
        var successor = people.member(founder, "successor", "agent");

        refused(softly(id), 409, "last_admin", "The user is the last admin of last-admin-");
        signIn(founder.email(), People.PASSWORD).expect(200);

        api.as(founder.accessToken())
                .patch("/api/v1/members/" + People.subject(successor.accessToken()), Map.of("role", "admin"))
                .expect(200);
        softly(id).expect(200);
        refused(softly(People.subject(successor.accessToken())), 409, "last_admin", "");
    }

    @Test
    void takesTheLastAdminOfATenantThatIsDeleted() {
        var founder = people.founder("closing");
        var id = People.subject(founder.accessToken());
        var path = "/api/v1/tenants/" + founder.tenantId();
        people.server("offboarding", null).delete(path).problem(403, "forbidden");
        people.server("offboarding", founder.tenantId()).delete(path).expect(204);

        softly(id).expect(200);

        assertThat(admin.get(USERS + "/" + id).expect(200).text("/deleted_at")).isNotEmpty();
    }

    @Test
    void leavesOneOfTwoAdminsWhoAreDeletedAtOnce() throws Exception {
        var founder = people.founder("both");
        var other = people.member(founder, "other", "admin");
        var ids = List.of(People.subject(founder.accessToken()), People.subject(other.accessToken()));
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(ids.stream()
                    .<java.util.concurrent.Callable<Integer>>map(
                            id -> () -> softly(id).status())
                    .toList());

            assertThat(List.of(answers.get(0).get(), answers.get(1).get())).containsExactlyInAnyOrder(200, 409);
        }
    }

    private Answer softly(String id) {
        return admin.send("DELETE", USERS + "/" + id, Map.of("should_soft_delete", true));
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

    @Test
    void leavesTheTenantsOfWhoIsDeleted() {
        var founder = people.founder("left-behind");
        var tenantAdmin = api.as(founder.accessToken());
        for (var soft : List.of(true, false)) {
            var member = people.member(founder, "leaver", "agent");
            var id = People.subject(member.accessToken());
            tenantAdmin.get("/api/v1/members/" + id).expect(200);

            admin.send("DELETE", USERS + "/" + id, Map.of("should_soft_delete", soft))
                    .expect(200);

            tenantAdmin.get("/api/v1/members/" + id).problem(404, "not-found");
            assertThat(tenantAdmin
                            .get("/api/v1/audit?action=member.deleted")
                            .expect(200)
                            .text("/data/0/subject_id"))
                    .isEqualTo(id);
            var told = system.call(
                    "test",
                    () -> jdbc.sql("SELECT count(*) FROM outbox WHERE type = 'member.deleted' AND subject = :user")
                            .param("user", id)
                            .query(Integer.class)
                            .single());
            assertThat(told).isEqualTo(1);
        }
    }
}
