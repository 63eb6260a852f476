package io.deskwire.auth.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The service with a real hook behind it, which answers as each test wants.
@AuthServiceTest
class AccessTokenHookIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final AtomicInteger calls = new AtomicInteger();
    /// Stays as long as the context that knows its address, which other runs of these tests share.
    private static final HttpServer SERVER = start();

    private static volatile Hook hook = AccessTokenHookIT::unchanged;
    private static volatile JsonNode asked = JSON.missingNode();
    private static volatile boolean verified;

    private interface Hook {
        void answer(HttpExchange exchange, ObjectNode claims) throws Exception;
    }

    @Autowired
    People people;

    @DynamicPropertySource
    static void configure(DynamicPropertyRegistry registry) {
        registry.add(
                "deskwire.auth.hook.access-token.url",
                () -> "http://127.0.0.1:" + SERVER.getAddress().getPort());
        registry.add("deskwire.auth.hook.access-token.secret", () -> "v1," + SECRET);
        registry.add("deskwire.auth.hook.access-token.timeout", () -> "3s");
        // A refresh token that was used up is refused at once.
        registry.add("deskwire.auth.refresh-reuse", () -> "0s");
    }

    private static HttpServer start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", AccessTokenHookIT::serve);
            server.start();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void serve(HttpExchange exchange) {
        try (exchange) {
            calls.incrementAndGet();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            new Webhook(SECRET).verify(body, HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true));
            verified = true;
            asked = JSON.readTree(body);
            hook.answer(exchange, (ObjectNode) asked.get("claims"));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void unchanged(HttpExchange exchange, ObjectNode claims) throws IOException {
        answer(exchange, 200, JSON.writeValueAsString(Map.of("claims", claims)));
    }

    @BeforeEach
    void connect() {
        hook = AccessTokenHookIT::unchanged;
        calls.set(0);
    }

    private Answer signUp() {
        return people.api()
                .post(
                        "/auth/v1/signup",
                        Map.of("email", UUID.randomUUID() + "@example.com", "password", People.PASSWORD));
    }

    @Test
    void addsClaimsOfItsOwn() throws Exception {
        hook = (exchange, claims) -> unchanged(exchange, claims.put("plan", "gold"));

        var session = signUp().expect(200);

        var claims = SignedJWT.parse(session.text("/access_token")).getJWTClaimsSet();
        assertThat(claims.getStringClaim("plan")).isEqualTo("gold");
        people.api().as(session.text("/access_token")).get("/auth/v1/user").expect(200);
        people.api().as(session.text("/access_token")).get("/api/v1/tenants").expect(200);
    }

    @Test
    void isAskedAsSupabaseAsks() {
        var session = signUp().expect(200);

        assertThat(verified).isTrue();
        assertThat(asked.at("/metadata/name").asString()).isEqualTo("customize-access-token");
        assertThat(asked.at("/metadata/ip_address").asString()).isEqualTo("127.0.0.1");
        assertThat(asked.at("/user_id").asString()).isEqualTo(session.text("/user/id"));
        assertThat(asked.at("/authentication_method").asString()).isEqualTo("password");
        assertThat(asked.at("/claims/session_id").asString()).hasSize(36);
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
        hook = (exchange, claims) -> unchanged(exchange, claims.put(claim, "service_role"));

        var refused = signUp().expect(500);

        assertThat(refused.text("/code")).isEqualTo("unexpected_failure");
        assertThat(refused.text("/message")).endsWith("may not change the claim " + claim);
    }

    @Test
    void leavesNothingBehindWhereItRefuses() {
        hook = (exchange, _) ->
                answer(exchange, 200, "{\"error\":{\"http_code\":403,\"message\":\"not on a Sunday\"}}");
        var email = UUID.randomUUID() + "@example.com";
        var credentials = Map.of("email", email, "password", People.PASSWORD);

        assertThat(people.api().post("/auth/v1/signup", credentials).expect(403).text("/message"))
                .isEqualTo("not on a Sunday");

        hook = AccessTokenHookIT::unchanged;
        people.api().post("/auth/v1/signup", credentials).expect(200);
    }

    @Test
    void leavesTheRefreshTokenCurrentWhereItFails() {
        var refreshToken = signUp().expect(200).text("/refresh_token");
        hook = (exchange, _) -> answer(exchange, 500, "{}");
        assertThat(refresh(refreshToken).expect(500).text("/code")).isEqualTo("unexpected_failure");

        hook = AccessTokenHookIT::unchanged;
        refresh(refreshToken).expect(200);
    }

    private Answer refresh(String refreshToken) {
        return people.api().post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", refreshToken));
    }

    @Test
    void refusesAnAnswerThatLacksARequiredClaim() {
        hook = (exchange, claims) -> {
            claims.remove("email");
            unchanged(exchange, claims);
        };

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
        hook = (exchange, _) -> answer(exchange, status, "{}");

        assertThat(signUp().expect(500).text("/message")).isEqualTo(message);
        assertThat(calls).hasValue(1);
    }

    @Test
    void failsClosedWithoutAnAnswerInTime() throws InterruptedException {
        var over = new CountDownLatch(1);
        hook = (_, _) -> over.await();

        var refused = signUp().expect(422);

        over.countDown();
        assertThat(refused.text("/code")).isEqualTo("hook_timeout");
        assertThat(refused.text("/message")).isEqualTo("Failed to reach hook within maximum time of 3.0 seconds");
    }

    @Test
    void isAskedAgainWhenItAsksForIt() {
        hook = (exchange, claims) -> {
            if (calls.get() < 3) {
                exchange.getResponseHeaders().add("Retry-After", "0");
                answer(exchange, calls.get() == 1 ? 429 : 503, "{}");
            } else {
                unchanged(exchange, claims);
            }
        };

        signUp().expect(200);

        assertThat(calls).hasValue(3);
    }

    @Test
    void isGivenUpAfterThreeTries() {
        hook = (exchange, _) -> {
            exchange.getResponseHeaders().add("Retry-After", "0");
            answer(exchange, 503, "{}");
        };

        assertThat(signUp().expect(422).text("/code")).isEqualTo("hook_timeout_after_retry");
        assertThat(calls).hasValue(3);
    }

    @Test
    void refusesWhatIsNoJsonAndWhatIsTooLarge() {
        hook = (exchange, _) -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, -1);
        };
        assertThat(signUp().expect(400).text("/code")).isEqualTo("hook_payload_invalid_content_type");

        hook = (exchange, _) -> answer(exchange, 200, "{\"claims\":\"" + "x".repeat(210_000) + "\"}");
        assertThat(signUp().expect(422).text("/code")).isEqualTo("hook_payload_over_size_limit");

        hook = (exchange, _) -> answer(exchange, 200, "not json");
        assertThat(signUp().expect(500).text("/code")).isEqualTo("unexpected_failure");
    }

    private Answer swap(String key) {
        return people.api().as(key).post("/token", Map.of());
    }

    /// The same for keys, in the words of that endpoint.
    @Test
    void decidesAboutApiKeysToo() throws Exception {
        var key = people.founder("hooked").apiKey();
        hook = (exchange, claims) -> unchanged(exchange, claims.put("plan", "gold"));
        assertThat(SignedJWT.parse(swap(key).expect(200).text("/access_token"))
                        .getJWTClaimsSet()
                        .getStringClaim("plan"))
                .isEqualTo("gold");
        assertThat(asked.at("/authentication_method").asString()).isEqualTo("api_key");

        hook = (exchange, _) ->
                answer(exchange, 200, "{\"error\":{\"http_code\":403,\"message\":\"not on a Sunday\"}}");
        assertThat(swap(key).problem(403, "hook-refused").get("detail").asString())
                .isEqualTo("not on a Sunday");

        for (Hook broken : List.<Hook>of(
                (exchange, _) -> answer(exchange, 500, "{}"),
                (exchange, _) -> answer(exchange, 401, "{}"),
                (exchange, _) -> answer(exchange, 200, "not json"),
                (exchange, _) -> answer(exchange, 200, "{\"error\":{\"message\":\"I broke\"}}"),
                (exchange, claims) -> unchanged(exchange, claims.put("tenant_id", "another")))) {
            hook = broken;
            var refused = swap(key);
            refused.problem(503, "unavailable");
            assertThat(refused.header("Retry-After")).isNotNull();
        }

        var over = new CountDownLatch(1);
        hook = (_, _) -> over.await();
        swap(key).problem(503, "unavailable");
        over.countDown();

        hook = AccessTokenHookIT::unchanged;
        swap(key).expect(200);
    }

    /// Its token has nothing that a hook could decide on, and its holder is who mends the hook.
    @Test
    void isNotAskedAboutTheSecretKey() {
        hook = (exchange, _) -> answer(exchange, 500, "{}");

        swap(AuthServiceTest.SECRET_KEY).expect(200);

        assertThat(calls).hasValue(0);
    }

    @Test
    void isToldThatASessionGoesOn() {
        var session = signUp().expect(200);
        assertThat(asked.get("authentication_method").asString()).isEqualTo("password");

        people.refresh(session.text("/refresh_token"));

        assertThat(asked.get("authentication_method").asString()).isEqualTo("token_refresh");
    }

    @Test
    void isHeardByABrowserThatFollowsALink() {
        var email = signUp().expect(200).text("/user/email");
        var link = people.adminClient()
                .post("/auth/v1/admin/generate_link", Map.of("type", "magiclink", "email", email))
                .expect(200);
        hook = (exchange, _) ->
                answer(exchange, 200, "{\"error\":{\"http_code\":403,\"message\":\"not on a Sunday\"}}");

        assertThat(people.api()
                        .get("/auth/v1/verify?type=magiclink&token=" + link.text("/hashed_token"))
                        .expect(303)
                        .header("Location"))
                .startsWith("http://localhost:3000#error=access_denied&error_code=")
                .contains("error_description=not+on+a+Sunday");
    }
}
