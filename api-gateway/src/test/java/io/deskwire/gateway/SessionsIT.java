package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsIT extends GatewayFixture {
    static Stream<String> badTokens() throws Exception {
        var good = member();
        return Stream.of(
                "",
                "nonsense",
                "a.b.c",
                good.substring(0, good.length() - 4) + "AAAA",
                good.substring(0, good.lastIndexOf('.')),
                good.substring(0, good.length() / 2),
                tokens.forge(Map.of("sub", USER.toString())),
                tokens.mint(Map.of("exp", Date.from(Instant.now().minusSeconds(1)))),
                tokens.mint(Map.of("iss", "https://elsewhere.example/auth/v1")),
                tokens.mint(Map.of("aud", "anon")),
                tokens.mint(Map.of("sub", "not-a-uuid")),
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
                hmacToken("not-a-uuid"),
                hmacToken(UUID.randomUUID().toString()),
                PUBLISHABLE);
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void aTokenThatDoesNotHoldIsRefusedBeforeAnyService(String token) {
        var answer = get("/api/v1/tickets").bearer(token).send();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.json().path("type").asString()).isEqualTo("/problems/unauthenticated");
        assertThat(answer.header("www-authenticate")).startsWith("Bearer");
        assertThat(answer.header("ratelimit")).startsWith("\"failures\"");
        assertThat(answer.response().body()).doesNotContain(token.isEmpty() ? "Exception" : token);
        assertThat(tickets.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tickets",
                "/api/v1/automation/jobs",
                "/api/v1/tenants",
                "/api/v1/events/stream",
                "/auth/bootstrap",
                "/automation/pairing/requests/7/approve"
            })
    void aRequestWithoutATokenIsRefused(String path) {
        for (var answer : new Answer[] {
            get(path).send(), get(path).header("Authorization", "Basic eDp5").send()
        }) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.isProblem()).isTrue();
            assertThat(answer.header("www-authenticate")).startsWith("Bearer");
        }
    }

    @Test
    void twoAuthorizationHeadersAreRefused() {
        var answer = get("/api/v1/tickets").bearer(member()).bearer(member()).send();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(tickets.seen).isEmpty();
    }

    @Test
    void aTokenGoesOnAsItIsAndKeysAreFetchedOnce() {
        var token = member();
        get("/api/v1/tickets").bearer(token).send();
        var fetched = tokens.keyRequests();

        get("/api/v1/tickets").header("Authorization", "bearer " + token).send();
        get("/api/v1/tickets").bearer(member()).send();

        assertThat(tokens.keyRequests()).isEqualTo(fetched);
        assertThat(tickets.seen).hasSize(3);
        assertThat(tickets.seen.get(1).header("Authorization")).isEqualTo("Bearer " + token);
    }

    @Test
    void anAgentsTokenIsLetThroughToAutomationOnly() throws Exception {
        var agent = hmacToken(UUID.randomUUID().toString());

        assertThat(post("/api/v1/automation/jobs/claim").bearer(agent).send().status())
                .isEqualTo(200);
        assertThat(automation.seen.getLast().header("Authorization")).isEqualTo("Bearer " + agent);
        assertThat(post("/api/v1/automation/jobs/claim").bearer(agent).send().header("ratelimit-policy"))
                .startsWith("\"fleet\"");
        assertThat(get("/api/v1/accounts").bearer(agent).send().status()).isEqualTo(401);
        assertThat(get("/automation/pairing/requests/7/approve")
                        .bearer(agent)
                        .send()
                        .status())
                .isEqualTo(401);
        assertThat(get("/api/v1/automation/jobs").bearer(hmacToken("x")).send().status())
                .isEqualTo(401);
    }

    @Test
    void aRevokedSessionIsCutOffAndOnlyIt() {
        var session = UUID.randomUUID();
        var revoked = tokens.mint(Map.of("session_id", session.toString()));
        var other = tokens.mint(Map.of());
        assertThat(get("/api/v1/tickets").bearer(revoked).send().status()).isEqualTo(200);

        IdentityEvents.revoke("session", session, Instant.now());

        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                get("/api/v1/tickets").bearer(revoked).send().status())
                        .isEqualTo(401));
        assertThat(get("/api/v1/tickets").bearer(other).send().status()).isEqualTo(200);
    }

    @Test
    void anOpenAddressGetsNoCredential() {
        post("/automation/pairing/request").bearer(member()).send();
        get("/automation/pairing/status/7")
                .bearer("dw_live_nonsense")
                .header("X-Pairing-Secret", "s")
                .send();

        assertThat(automation.seen)
                .hasSize(2)
                .allSatisfy(seen -> assertThat(seen.header("Authorization")).isNull());
        assertThat(automation.seen.getLast().header("X-Pairing-Secret")).isEqualTo("s");
    }

    private static String hmacToken(String kid) throws Exception {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid).build(),
                new JWTClaimsSet.Builder().subject(kid).build());
        token.sign(new MACSigner("a-secret-of-the-agent-of-32-bytes-and-more"));
        return token.serialize();
    }
}
