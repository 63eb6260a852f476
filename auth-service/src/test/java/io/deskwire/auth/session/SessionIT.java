package io.deskwire.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@AuthServiceTest
class SessionIT {
    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    People people;

    Api api;

    @BeforeEach
    void connect() {
        api = people.api();
    }

    @Test
    void signsUpAndAnswersASessionInGoTruesShape() throws ParseException {
        var answer = api.post(
                        "/auth/v1/signup",
                        Map.of(
                                "email",
                                "Shape@Example.com",
                                "password",
                                People.PASSWORD,
                                "data",
                                Map.of("name", "Sha Pe"),
                                "gotrue_meta_security",
                                Map.of()))
                .expect(200);

        assertThat(answer.json().at("/token_type").asString()).isEqualTo("bearer");
        assertThat(answer.json().at("/expires_in").asInt()).isEqualTo(3600);
        assertThat(answer.text("/user/email")).isEqualTo("shape@example.com");
        assertThat(answer.text("/user/phone")).isEmpty();
        assertThat(answer.text("/user/user_metadata/name")).isEqualTo("Sha Pe");
        assertThat(answer.text("/user/identities/0/provider")).isEqualTo("email");
        assertThat(answer.text("/user/identities/0/identity_data/name")).isEqualTo("Sha Pe");
        assertThat(answer.text("/user/identities/0/identity_data/email")).isEqualTo("shape@example.com");
        var token = SignedJWT.parse(answer.text("/access_token"));
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(token.getJWTClaimsSet().getStringClaim("role")).isEqualTo("authenticated");
        assertThat(token.getJWTClaimsSet().getClaim("tenant_id")).isNull();
    }

    @Test
    void refusesASecondSignUpAWeakPasswordAndABadAddress() {
        var person = people.signUp("twice");

        assertThat(api.post("/auth/v1/signup", Map.of("email", person.email(), "password", People.PASSWORD))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("user_already_exists");
        assertThat(api.post("/auth/v1/signup", Map.of("email", "weak@example.com", "password", "12345"))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("weak_password");
        assertThat(api.post("/auth/v1/signup", Map.of("email", "nonsense", "password", People.PASSWORD))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("validation_failed");
        assertThat(api.post("/auth/v1/signup", "{\"email\":").expect(400).text("/code"))
                .isEqualTo("bad_json");
    }

    @Test
    void answersAWrongPasswordAndAnUnknownAddressAlike() {
        var person = people.signUp("wrong");

        for (var email : new String[] {person.email(), "nobody@example.com"}) {
            var answer = api.post(
                            "/auth/v1/token?grant_type=password", Map.of("email", email, "password", "not this one"))
                    .expect(400);
            assertThat(answer.text("/code")).isEqualTo("invalid_credentials");
            assertThat(answer.text("/message")).isEqualTo("Invalid login credentials");
            assertThat(answer.header("X-Supabase-Api-Version")).isEqualTo("2024-01-01");
        }
    }

    @Test
    void answersTheLegacyErrorShapeWithoutTheVersionHeader() {
        var answer = Api.at(people.api().baseUrl())
                .post("/auth/v1/token?grant_type=password", Map.of("email", "a@example.com", "password", "x"))
                .expect(400);

        assertThat(answer.json().at("/code").asInt()).isEqualTo(400);
        assertThat(answer.text("/error_code")).isEqualTo("invalid_credentials");
        assertThat(answer.text("/msg")).isEqualTo("Invalid login credentials");
        assertThat(answer.header("X-Supabase-Api-Version")).isNull();
    }

    @Test
    void rotatesTheRefreshTokenAndRepeatsALostAnswer() {
        var first = people.signUp("rotate").refreshToken();

        var second = people.refresh(first).refreshToken();
        var again = people.refresh(first).refreshToken();

        assertThat(second).isNotEqualTo(first);
        assertThat(again).isEqualTo(second);
    }

    /// A second tab, or a prefetch with the cookie of before.
    @Test
    void answersEveryTokenOfAMomentAgoWithThePresentOne() {
        var first = people.signUp("tabs").refreshToken();
        var second = people.refresh(first).refreshToken();
        var third = people.refresh(second).refreshToken();

        assertThat(people.refresh(first).refreshToken()).isEqualTo(third);
        assertThat(people.refresh(second).refreshToken()).isEqualTo(third);
        assertThat(people.refresh(third).refreshToken()).isNotIn(first, second, third);
    }

    @Test
    void endsTheSessionWhenAnOldRefreshTokenComesBack() {
        for (int replacedSince = 1; replacedSince <= 3; replacedSince++) {
            var person = people.signUp("theft");
            var newest = person.refreshToken();
            for (int i = 0; i < replacedSince; i++) {
                newest = people.refresh(newest).refreshToken();
            }
            age(person, "11 seconds");

            assertThat(refusal(person.refreshToken())).isEqualTo("refresh_token_already_used");
            assertThat(refusal(newest)).isEqualTo("refresh_token_not_found");
        }
    }

    @Test
    void answersTheOldTokenNoMoreThoughNewerOnesAreStillAnswered() {
        var person = people.signUp("edge");
        var second = people.refresh(person.refreshToken()).refreshToken();
        age(person, "11 seconds");
        var third = people.refresh(second).refreshToken();

        assertThat(people.refresh(second).refreshToken()).isEqualTo(third);
        assertThat(refusal(person.refreshToken())).isEqualTo("refresh_token_already_used");
        assertThat(refusal(third)).isEqualTo("refresh_token_not_found");
    }

    private String refusal(String refreshToken) {
        return api.post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", refreshToken))
                .expect(400)
                .text("/code");
    }

    /// Its refreshes were so long ago.
    private void age(People.Person person, String by) {
        system.run(
                "test",
                () -> jdbc.sql("""
                                UPDATE sessions
                                   SET refreshed_at = refreshed_at - :by::interval,
                                       earlier_refreshes = ARRAY(SELECT at - :by::interval FROM unnest(earlier_refreshes) at)
                                 WHERE id = :id
                                """)
                        .param("by", by)
                        .param(
                                "id",
                                UUID.fromString(People.claims(person.accessToken())
                                        .get("session_id")
                                        .asString()))
                        .update());
    }

    /// Tabs that wake at the same time, each with the cookie it happens to have, none older than the window.
    @Test
    void keepsManyTabsWithCookiesOfDifferentAgeSignedIn() throws Exception {
        var cookies = new ArrayList<String>();
        cookies.add(people.signUp("many-tabs").refreshToken());
        for (int i = 0; i < 4; i++) {
            cookies.add(people.refresh(cookies.getLast()).refreshToken());
        }
        var statuses = new ConcurrentLinkedQueue<Integer>();
        var answers = ConcurrentHashMap.<String>newKeySet();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 100)
                    .forEach(tab -> threads.submit(() -> {
                        var answer = api.post(
                                "/auth/v1/token?grant_type=refresh_token",
                                Map.of("refresh_token", cookies.get(tab % cookies.size())));
                        statuses.add(answer.status());
                        if (answer.status() == 200) {
                            answers.add(answer.text("/refresh_token"));
                        }
                    }));
        }

        // 409 is GoTrue's answer to who waited too long.
        assertThat(statuses).hasSize(100).contains(200).isSubsetOf(200, 409);
        assertThat(answers).hasSizeBetween(1, 2);
        answers.forEach(people::refresh);
    }

    @Test
    void givesTwoHundredRacingRefreshesOneAndTheSameNewToken() throws Exception {
        var token = people.signUp("race").refreshToken();
        var statuses = new ConcurrentLinkedQueue<Integer>();
        var answers = ConcurrentHashMap.<String>newKeySet();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 200)
                    .forEach(_ -> threads.submit(() -> {
                        var answer =
                                api.post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", token));
                        statuses.add(answer.status());
                        if (answer.status() == 200) {
                            answers.add(answer.text("/refresh_token"));
                        }
                    }));
        }

        // 409 is GoTrue's answer to who waited too long.
        assertThat(statuses).hasSize(200).contains(200).isSubsetOf(200, 409);
        assertThat(answers).hasSize(1);
        people.refresh(answers.iterator().next());
    }

    @Test
    void refusesAForgedAndATruncatedRefreshToken() {
        var token = people.signUp("forged").refreshToken();

        assertThat(api.post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", token.substring(3)))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("validation_failed");
        assertThat(api.post("/auth/v1/token?grant_type=nonsense", Map.of())
                        .expect(400)
                        .text("/code"))
                .isEqualTo("invalid_credentials");
    }

    @Test
    void endsTheSessionAtSignOut() {
        var person = people.signUp("leaving");

        api.as(person.accessToken()).get("/auth/v1/user").expect(200);
        api.as(person.accessToken()).post("/auth/v1/logout", Map.of()).expect(204);

        assertThat(api.as(person.accessToken()).get("/auth/v1/user").expect(403).text("/code"))
                .isEqualTo("session_not_found");
        assertThat(api.post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", person.refreshToken()))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("refresh_token_not_found");
    }

    @Test
    void keepsTheOtherSessionsAtALocalSignOut() {
        var person = people.signUp("two-browsers");
        var other = api.post(
                        "/auth/v1/token?grant_type=password",
                        Map.of("email", person.email(), "password", People.PASSWORD))
                .expect(200)
                .text("/access_token");

        api.as(person.accessToken())
                .post("/auth/v1/logout?scope=local", Map.of())
                .expect(204);

        api.as(other).get("/auth/v1/user").expect(200);
        api.as(person.accessToken()).get("/auth/v1/user").expect(403);
    }

    @Test
    void refusesABadBearerWithGoTruesCodes() {
        var token = people.signUp("bearer").accessToken();

        assertThat(api.get("/auth/v1/user").expect(401).text("/code")).isEqualTo("no_authorization");
        assertThat(api.as(token.substring(0, token.length() - 5) + "AAAAA")
                        .get("/auth/v1/user")
                        .expect(403)
                        .text("/code"))
                .isEqualTo("bad_jwt");
    }

    @Test
    void publishesTheKeysWithoutTheirPrivateHalf() {
        var keys = api.get("/auth/v1/.well-known/jwks.json").expect(200).json().get("keys");

        assertThat(keys).isNotEmpty();
        assertThat(keys).allSatisfy(key -> {
            assertThat(key.get("kty").asString()).isEqualTo("EC");
            assertThat(key.has("d")).isFalse();
        });
    }

    @Test
    void saysWhoseSessionItIsInTheHeadersToo() {
        var email = "headers-" + UUID.randomUUID() + "@example.com";
        var opened = api.post("/auth/v1/signup", Map.of("email", email, "password", People.PASSWORD))
                .expect(200);
        var refreshed = api.post(
                        "/auth/v1/token?grant_type=refresh_token",
                        Map.of("refresh_token", opened.text("/refresh_token")))
                .expect(200);

        var session =
                People.claims(opened.text("/access_token")).get("session_id").asString();
        for (var answer : List.of(opened, refreshed)) {
            assertThat(answer.header("sb-auth-user-id")).isEqualTo(opened.text("/user/id"));
            assertThat(answer.header("sb-auth-session-id")).isEqualTo(session);
        }
        assertThat(opened.header("sb-auth-refresh-token-counter")).isEqualTo("0");
        assertThat(refreshed.header("sb-auth-refresh-token-counter")).isEqualTo("1");
    }

    @Test
    void takesThePublishableKeyForNobody() {
        var key = "sb_publishable_0123456789abcdefghijkl_mnopqrst";
        for (var nobody : List.of(api.as(key), api.with("apikey", key))) {
            var answer = nobody.get("/auth/v1/user").expect(403);
            assertThat(answer.text("/code")).isEqualTo("bad_jwt");
            assertThat(answer.text("/message")).isEqualTo("invalid claim: missing sub claim");
        }
    }

    @Test
    void takesAnAddressOfAHostWithoutADot() {
        api.post("/auth/v1/signup", Map.of("email", UUID.randomUUID() + "@localhost", "password", People.PASSWORD))
                .expect(200);
    }
}
