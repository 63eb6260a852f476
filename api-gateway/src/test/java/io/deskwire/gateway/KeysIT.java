package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class KeysIT extends GatewayFixture {
    @Test
    void anApiKeyReachesTheServiceAsAShortJwtAndIsSwappedOnce() {
        var key = Keys.apiKey();
        var jwt = serviceToken(UUID.randomUUID());
        grant(jwt);

        for (int i = 0; i < 3; i++) {
            assertThat(get("/api/v1/tickets").bearer(key).send().status()).isEqualTo(200);
        }

        assertThat(auth.seen).hasSize(1);
        assertThat(auth.seen.getFirst().method()).isEqualTo("POST");
        assertThat(auth.seen.getFirst().header("Authorization")).isEqualTo("Bearer " + key);
        assertThat(auth.seen.getFirst().header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(tickets.seen)
                .hasSize(3)
                .allSatisfy(seen -> assertThat(seen.header("Authorization")).isEqualTo("Bearer " + jwt));
    }

    @Test
    void requestsThatComeAtOnceShareOneSwap() {
        var jwt = serviceToken(UUID.randomUUID());
        auth.script(
                "/token",
                (seen, response) -> Mono.delay(Duration.ofMillis(200))
                        .thenMany(StandInService.json(200, "{\"access_token\":\"" + jwt + "\"}")
                                .apply(seen, response)));
        var key = Keys.apiKey();

        var answers = IntStream.range(0, 8)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> get("/api/v1/tickets").bearer(key).send().status()))
                .toList();

        assertThat(answers).extracting(CompletableFuture::join).containsOnly(200);
        assertThat(auth.seen).hasSize(1);
    }

    @Test
    void aRevokedKeyIsDroppedAtOnceAndAskedForAgain() {
        var key = Keys.apiKey();
        var id = UUID.randomUUID();
        grant(serviceToken(id));
        assertThat(get("/api/v1/tickets").bearer(key).send().status()).isEqualTo(200);
        auth.script("/token", StandInService.json(401, "{\"detail\":\"the API key was revoked\"}"));

        IdentityEvents.revoke("session", id, Instant.now());

        Awaitility.await().untilAsserted(() -> {
            var answer = get("/api/v1/tickets").bearer(key).send();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().path("detail").asString()).isEqualTo("the API key was revoked");
        });
    }

    @Test
    void aChangedServiceUserGetsANewJwtWithoutNoticing() {
        var key = Keys.apiKey();
        var user = UUID.randomUUID();
        var old =
                tokens.mint(Map.of("sub", user.toString(), "iat", Instant.now().getEpochSecond() - 60));
        grant(old);
        assertThat(get("/api/v1/tickets").bearer(key).send().status()).isEqualTo(200);
        var fresh = tokens.mint(Map.of("sub", user.toString()));
        grant(fresh);

        IdentityEvents.revoke("user", user, Instant.now().minusSeconds(30));

        Awaitility.await().untilAsserted(() -> {
            assertThat(get("/api/v1/tickets").bearer(key).send().status()).isEqualTo(200);
            assertThat(tickets.seen.getLast().header("Authorization")).isEqualTo("Bearer " + fresh);
        });
    }

    @Test
    void whatAKeyMayDoBeyondBeforeCountsWithinMoments() {
        var key = Keys.apiKey();
        var id = UUID.randomUUID();
        grant(serviceToken(id));
        assertThat(get("/api/v1/tickets").bearer(key).send().status()).isEqualTo(200);
        var wider = tokens.mint(Map.of("session_id", id.toString(), "permissions", List.of("tickets.write")));
        grant(wider);

        Awaitility.await().untilAsserted(() -> {
            assertThat(get("/api/v1/tickets").bearer(key).send().status()).isEqualTo(200);
            assertThat(tickets.seen.getLast().header("Authorization")).isEqualTo("Bearer " + wider);
        });
        assertThat(auth.seen).hasSize(2);
    }

    @Test
    void aKeyInUseOutlivesAnAuthServiceThatFails() {
        var key = Keys.apiKey();
        var jwt = serviceToken(UUID.randomUUID());
        grant(jwt);
        assertThat(get("/api/v1/tickets").bearer(key).send().status()).isEqualTo(200);
        auth.script("/token", StandInService.json(500, "{}"));

        Awaitility.await().untilAsserted(() -> {
            assertThat(get("/api/v1/tickets").bearer(key).send().status()).isEqualTo(200);
            assertThat(auth.seen).hasSize(2);
        });
        assertThat(get("/api/v1/tickets").bearer(key).send().status()).isEqualTo(200);
        assertThat(tickets.seen.getLast().header("Authorization")).isEqualTo("Bearer " + jwt);
    }

    /// The key holds; the operator's hook refuses its bearer.
    @Test
    void aKeyThatTheHookRefusesIsForbiddenInItsWords() {
        auth.script("/token", StandInService.json(403, """
                {"type":"/problems/hook-refused","status":403,"detail":"not on a Sunday"}"""));

        var answer = get("/api/v1/tickets").bearer(Keys.apiKey()).send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.json().path("type").asString()).isEqualTo("/problems/hook-refused");
        assertThat(answer.json().path("detail").asString()).isEqualTo("not on a Sunday");
        assertThat(tickets.seen).isEmpty();
    }

    @Test
    void anUnknownKeyIsRefusedAndRememberedForAMoment() {
        auth.script("/token", StandInService.json(401, "{\"detail\":\"unknown\"}"));
        var key = Keys.apiKey();

        for (int i = 0; i < 3; i++) {
            var answer = get("/api/v1/tickets").bearer(key).send();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.isProblem()).isTrue();
        }

        assertThat(auth.seen).hasSize(1);
        grant(serviceToken(UUID.randomUUID()));
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                get("/api/v1/tickets").bearer(key).send().status())
                        .isEqualTo(200));
    }

    static Stream<String> mistypedKeys() {
        var key = Keys.apiKey();
        var otherLast = key.endsWith("A") ? "B" : "A";
        return Stream.of(
                "dw_live_nonsense",
                "dw_test_nonsense",
                key + "0",
                key.substring(1),
                key.substring(0, key.length() - 1),
                key.substring(0, key.length() - 1) + otherLast,
                key.replaceFirst("dw_live_.", "dw_live_!"),
                key.toUpperCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("mistypedKeys")
    void aMistypedKeyIsRefusedWithoutAsking(String key) {
        assertThat(get("/api/v1/tickets").bearer(key).send().status()).isEqualTo(401);
        assertThat(auth.seen).isEmpty();
        assertThat(tickets.seen).isEmpty();
    }

    @Test
    void aFailingSwapIsA503AndNotRemembered() {
        auth.script("/token", StandInService.json(500, "{}"));
        var key = Keys.apiKey();

        var answer = get("/api/v1/tickets").bearer(key).send();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.header("retry-after")).isEqualTo("2");

        grant(serviceToken(UUID.randomUUID()));
        assertThat(get("/api/v1/tickets").bearer(key).send().status()).isEqualTo(200);
    }

    @Test
    void theTokenEndpointGetsTheKeyRaw() {
        var key = Keys.apiKey();
        post("/token").bearer(key).send();

        assertThat(auth.seen).hasSize(1);
        assertThat(auth.seen.getFirst().header("Authorization")).isEqualTo("Bearer " + key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/v1/user", "/realtime/v1/api/broadcast"})
    void theDeploymentKeyIsNeededInHeaderOrQuery(String path) {
        var missing = get(path).send();
        assertThat(missing.status()).isEqualTo(401);
        assertThat(missing.json().path("message").asString()).isEqualTo("No API key found in request");
        assertThat(missing.header("content-type")).isEqualTo("application/json");

        var unknown = get(path).apikey("sb_publishable_other").send();
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.json().path("message").asString()).isEqualTo("Invalid authentication credentials");

        assertThat(get(path).apikey(PUBLISHABLE).send().status()).isEqualTo(200);
        assertThat(get(path + "?apikey=" + PUBLISHABLE).send().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/auth/v1/verify?token=x&type=signup",
                "/auth/v1/callback?code=x",
                "/auth/v1/authorize?provider=google",
                "/auth/v1/.well-known/jwks.json"
            })
    void linksNeedNoDeploymentKey(String path) {
        assertThat(get(path).send().status()).isEqualTo(200);
    }

    @Test
    void authJudgesASessionsTokenItself() {
        var expired = tokens.mint(Map.of("exp", 1));
        get("/auth/v1/user").apikey(PUBLISHABLE).bearer(expired).send();
        get("/auth/v1/user").apikey(PUBLISHABLE).bearer("dw_live_nonsense").send();
        get("/auth/v1/user").apikey(PUBLISHABLE).bearer(PUBLISHABLE).send();

        assertThat(auth.seen).hasSize(3);
        assertThat(auth.seen.get(0).header("Authorization")).isEqualTo("Bearer " + expired);
        assertThat(auth.seen.get(1).header("Authorization")).isEqualTo("Bearer dw_live_nonsense");
        assertThat(auth.seen.get(2).header("Authorization")).isNull();
    }

    /// An answer that another thread completes too early can leave a connection that is never read again.
    @Test
    void connectionsGoOnAfterAnswersThatWaitedForAuth() {
        auth.script("/token", StandInService.json(401, "{}"));

        var clients = IntStream.range(0, 4)
                .mapToObj(_ -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 600; i++) {
                        var answer = get("/api/v1/tickets")
                                .bearer(Keys.apiKey())
                                .within(Duration.ofSeconds(5))
                                .send();
                        assertThat(answer.status()).isEqualTo(401);
                    }
                }))
                .toList();

        assertThat(clients).allSatisfy(client -> assertThat(client).succeedsWithin(Duration.ofSeconds(30)));
    }
}
