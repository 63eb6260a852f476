package io.deskwire.auth.hook;

import static io.deskwire.auth.hook.HookServer.answer;
import static io.deskwire.auth.hook.HookServer.unchanged;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// The service with a real hook behind it, which answers as each test wants.
@AuthServiceTest
class AccessTokenHookIT {
    /// Stays as long as the context that knows its address, which other runs of these tests share.
    private static final HookServer HOOK = new HookServer();

    @Autowired
    People people;

    @DynamicPropertySource
    static void configure(DynamicPropertyRegistry registry) {
        registry.add("deskwire.auth.hook.access-token.url", HOOK::url);
        registry.add("deskwire.auth.hook.access-token.secret", () -> "v1," + HookServer.SECRET);
        registry.add("deskwire.auth.hook.access-token.timeout", () -> "10s");
        // A refresh token that was used up is refused at once.
        registry.add("deskwire.auth.refresh-reuse", () -> "0s");
    }

    @BeforeEach
    void connect() {
        HOOK.reset();
    }

    private Answer signUp() {
        return people.api()
                .post(
                        "/auth/v1/signup",
                        Map.of("email", UUID.randomUUID() + "@example.com", "password", People.PASSWORD));
    }

    @Test
    void addsClaimsOfItsOwn() throws Exception {
        HOOK.answers((exchange, claims) -> unchanged(exchange, claims.put("plan", "gold")));

        var session = signUp().expect(200);

        var claims = SignedJWT.parse(session.text("/access_token")).getJWTClaimsSet();
        assertThat(claims.getStringClaim("plan")).isEqualTo("gold");
        people.api().as(session.text("/access_token")).get("/auth/v1/user").expect(200);
        people.api().as(session.text("/access_token")).get("/api/v1/tenants").expect(200);
    }

    @Test
    void isAskedAsSupabaseAsks() {
        var session = signUp().expect(200);

        assertThat(HOOK.verified()).isTrue();
        assertThat(HOOK.asked().at("/metadata/name").asString()).isEqualTo("customize-access-token");
        assertThat(HOOK.asked().at("/metadata/ip_address").asString()).isEqualTo("127.0.0.1");
        assertThat(HOOK.asked().at("/user_id").asString()).isEqualTo(session.text("/user/id"));
        assertThat(HOOK.asked().at("/authentication_method").asString()).isEqualTo("password");
        assertThat(HOOK.asked().at("/claims/session_id").asString()).hasSize(36);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sub",
                "role",
                "aal",
                "session_id",
                "exp",
                "iss",
                "aud",
                "tenant_id",
                "tenant_role",
                "permissions",
                "is_service_user",
                "tenant_status",
                "rate_limit"
            })
    void changesNothingThatServicesDecideBy(String claim) {
        HOOK.answers((exchange, claims) -> unchanged(exchange, claims.put(claim, "service_role")));

        var refused = signUp().expect(500);

        assertThat(refused.text("/code")).isEqualTo("unexpected_failure");
        assertThat(refused.text("/message")).endsWith("may not change the claim " + claim);
    }

    @Test
    void leavesNothingBehindWhereItRefuses() {
        HOOK.answers((exchange, _) ->
                answer(exchange, 200, "{\"error\":{\"http_code\":403,\"message\":\"not on a Sunday\"}}"));
        var email = UUID.randomUUID() + "@example.com";
        var credentials = Map.of("email", email, "password", People.PASSWORD);

        assertThat(people.api().post("/auth/v1/signup", credentials).expect(403).text("/message"))
                .isEqualTo("not on a Sunday");

        HOOK.answers(HookServer::unchanged);
        people.api().post("/auth/v1/signup", credentials).expect(200);
    }

    @Test
    void leavesTheRefreshTokenCurrentWhereItFails() {
        var refreshToken = signUp().expect(200).text("/refresh_token");
        HOOK.answers((exchange, _) -> answer(exchange, 500, "{}"));
        assertThat(refresh(refreshToken).expect(500).text("/code")).isEqualTo("unexpected_failure");

        HOOK.answers(HookServer::unchanged);
        refresh(refreshToken).expect(200);
    }

    private Answer refresh(String refreshToken) {
        return people.api().post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", refreshToken));
    }

    @Test
    void refusesAnAnswerThatLacksARequiredClaim() {
        HOOK.answers((exchange, claims) -> {
            claims.remove("email");
            unchanged(exchange, claims);
        });

        assertThat(signUp().expect(500).text("/message")).contains("(root): email is required");
    }

    @ParameterizedTest
    @CsvSource({
        "500, Unexpected status code returned from hook: 500",
        "400, Invalid payload sent to hook",
        "401, Hook requires authorization token",
        "302, Unexpected status code returned from hook: 302"
    })
    void failsClosed(int status, String message) {
        HOOK.answers((exchange, _) -> answer(exchange, status, "{}"));

        assertThat(signUp().expect(500).text("/message")).isEqualTo(message);
        assertThat(HOOK.calls()).isEqualTo(1);
    }

    @Test
    void failsClosedWithoutAnAnswerInTime() throws InterruptedException {
        var over = new CountDownLatch(1);
        HOOK.answers((_, _) -> over.await());

        var refused = signUp().expect(422);

        over.countDown();
        assertThat(refused.text("/code")).isEqualTo("hook_timeout");
        assertThat(refused.text("/message")).isEqualTo("Failed to reach hook within maximum time of 10.0 seconds");
    }

    @Test
    void isAskedAgainWhenItAsksForIt() {
        HOOK.answers((exchange, claims) -> {
            if (HOOK.calls() < 3) {
                exchange.getResponseHeaders().add("Retry-After", "0");
                answer(exchange, HOOK.calls() == 1 ? 429 : 503, "{}");
            } else {
                unchanged(exchange, claims);
            }
        });

        signUp().expect(200);

        assertThat(HOOK.calls()).isEqualTo(3);
    }

    @Test
    void isGivenUpAfterThreeTries() {
        HOOK.answers((exchange, _) -> {
            exchange.getResponseHeaders().add("Retry-After", "0");
            answer(exchange, 503, "{}");
        });

        assertThat(signUp().expect(422).text("/code")).isEqualTo("hook_timeout_after_retry");
        assertThat(HOOK.calls()).isEqualTo(3);
    }

    @Test
    void refusesWhatIsNoJsonAndWhatIsTooLarge() {
        HOOK.answers((exchange, _) -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, -1);
        });
        assertThat(signUp().expect(400).text("/code")).isEqualTo("hook_payload_invalid_content_type");

        HOOK.answers((exchange, _) -> answer(exchange, 200, "{\"claims\":\"" + "x".repeat(210_000) + "\"}"));
        assertThat(signUp().expect(422).text("/code")).isEqualTo("hook_payload_over_size_limit");

        HOOK.answers((exchange, _) -> answer(exchange, 200, "not json"));
        assertThat(signUp().expect(500).text("/code")).isEqualTo("unexpected_failure");
    }

    private Answer swap(String key) {
        return people.api().as(key).post("/token", Map.of());
    }

    /// The same for keys, in the words of that endpoint.
    @Test
    void decidesAboutApiKeysToo() throws Exception {
        var key = people.founder("hooked").apiKey();
        HOOK.answers((exchange, claims) -> unchanged(exchange, claims.put("plan", "gold")));
        assertThat(SignedJWT.parse(swap(key).expect(200).text("/access_token"))
                        .getJWTClaimsSet()
                        .getStringClaim("plan"))
                .isEqualTo("gold");
        assertThat(HOOK.asked().at("/authentication_method").asString()).isEqualTo("api_key");

        HOOK.answers((exchange, _) ->
                answer(exchange, 200, "{\"error\":{\"http_code\":403,\"message\":\"not on a Sunday\"}}"));
        assertThat(swap(key).problem(403, "hook-refused").get("detail").asString())
                .isEqualTo("not on a Sunday");

        for (var broken : List.<HookServer.Hook>of(
                (exchange, _) -> answer(exchange, 500, "{}"),
                (exchange, _) -> answer(exchange, 401, "{}"),
                (exchange, _) -> answer(exchange, 200, "not json"),
                (exchange, _) -> answer(exchange, 200, "{\"error\":{\"message\":\"I broke\"}}"),
                (exchange, claims) -> unchanged(exchange, claims.put("tenant_id", "another")))) {
            HOOK.answers(broken);
            var refused = swap(key);
            refused.problem(503, "unavailable");
            assertThat(refused.header("Retry-After")).isNotNull();
        }

        var over = new CountDownLatch(1);
        HOOK.answers((_, _) -> over.await());
        swap(key).problem(503, "unavailable");
        over.countDown();

        HOOK.answers(HookServer::unchanged);
        swap(key).expect(200);
    }

    /// Its token has nothing that a hook could decide on, and its holder is who mends the hook.
    @Test
    void isNotAskedAboutTheSecretKey() {
        HOOK.answers((exchange, _) -> answer(exchange, 500, "{}"));

        swap(AuthServiceTest.SECRET_KEY).expect(200);

        assertThat(HOOK.calls()).isZero();
    }

    @Test
    void isToldThatASessionGoesOn() {
        var session = signUp().expect(200);
        assertThat(HOOK.asked().get("authentication_method").asString()).isEqualTo("password");

        people.refresh(session.text("/refresh_token"));

        assertThat(HOOK.asked().get("authentication_method").asString()).isEqualTo("token_refresh");
    }

    @Test
    void isHeardByABrowserThatFollowsALink() {
        var email = signUp().expect(200).text("/user/email");
        var link = people.adminClient()
                .post("/auth/v1/admin/generate_link", Map.of("type", "magiclink", "email", email))
                .expect(200);
        HOOK.answers((exchange, _) ->
                answer(exchange, 200, "{\"error\":{\"http_code\":403,\"message\":\"not on a Sunday\"}}"));

        assertThat(people.api()
                        .get("/auth/v1/verify?type=magiclink&token=" + link.text("/hashed_token"))
                        .expect(303)
                        .header("Location"))
                .startsWith("http://localhost:3000#error=access_denied&error_code=")
                .contains("error_description=not+on+a+Sunday");
    }
}
