package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/// The keys that clients were given before `sb_…`, where the secret that signed them is known.
@TestPropertySource(properties = "deskwire.identity.jwt-secret=" + LegacyKeysIT.JWT_SECRET)
class LegacyKeysIT extends GatewayFixture {
    static final String JWT_SECRET = "super-secret-jwt-token-with-at-least-32-characters-long";
    private static final String BROWSER =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36";
    private static final String ANON = key("anon");
    private static final String SERVICE_ROLE = key("service_role");

    private static String key(String role) {
        return signed(claims(role), JWT_SECRET, JWSAlgorithm.HS256);
    }

    /// As `supabase` makes them: no subject, no session, an end in ten years.
    private static JWTClaimsSet.Builder claims(String role) {
        return new JWTClaimsSet.Builder()
                .issuer("supabase-demo")
                .claim("role", role)
                .expirationTime(Date.from(java.time.Instant.now().plus(java.time.Duration.ofDays(3_650))));
    }

    private static String signed(JWTClaimsSet.Builder claims, String secret, JWSAlgorithm algorithm) {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(algorithm)
                            .type(com.nimbusds.jose.JOSEObjectType.JWT)
                            .build(),
                    claims.build());
            jwt.sign(new MACSigner(secret));
            return jwt.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/v1/user", "/realtime/v1/api/broadcast"})
    void anonStandsForThePublishableKey(String path) {
        assertThat(get(path).apikey(ANON).bearer(ANON).send().status()).isEqualTo(200);
        assertThat(get(path).apikey(ANON).send().status()).isEqualTo(200);
        assertThat(get(path + "?apikey=" + ANON).send().status()).isEqualTo(200);

        assertThat(Stream.concat(auth.seen.stream(), notification.seen.stream()))
                .hasSize(3)
                .allSatisfy(seen -> assertThat(seen.header("Authorization")).isNull());
    }

    @Test
    void aServiceSeesThePublishableKeyInItsPlace() {
        get("/auth/v1/user").apikey(ANON).bearer(ANON).send();

        assertThat(auth.seen.getFirst().header("apikey")).isEqualTo(PUBLISHABLE);
    }

    @Test
    void aServiceSeesItInTheQueryTooAndTheRestAsItCame() throws Exception {
        get("/auth/v1/user?a=%2B+%7e&apikey=" + ANON + "&b&%61pikey=" + ANON.replace(".", "%2E") + "&c=")
                .send();
        var client = RealtimeClient.connect(port, "?apikey=" + ANON + "&vsn=2.0.0");
        client.say("hello");
        client.heard.poll(5, java.util.concurrent.TimeUnit.SECONDS);
        client.close();

        assertThat(auth.seen.getFirst().uri())
                .endsWith("/user?a=%2B+%7e&apikey=" + PUBLISHABLE + "&b&apikey=" + PUBLISHABLE + "&c=");
        assertThat(notification.handshakes.getFirst().uri()).endsWith("?apikey=" + PUBLISHABLE + "&vsn=2.0.0");
    }

    /// Where the query is not a place for keys nothing asks for one; the secret key goes no further all the same.
    @Test
    void noServiceSeesASecretKeyInAnAddress() {
        for (var secret : List.of(SERVICE_ROLE, SECRET)) {
            assertThat(get("/api/v1/tickets?apikey=" + secret + "&limit=1")
                            .bearer(member())
                            .send()
                            .status())
                    .isEqualTo(200);
        }
        assertThat(tickets.seen)
                .hasSize(2)
                .allSatisfy(seen -> assertThat(seen.uri()).endsWith("/tickets?limit=1"));
    }

    @Test
    void anonOpensASocketAndASessionGoesThroughBesideIt() throws Exception {
        var client = RealtimeClient.connect(port, "?apikey=" + ANON + "&vsn=2.0.0");
        client.say("hello");
        assertThat(client.heard.poll(5, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("notification heard hello");
        client.close();

        var session = member();
        assertThat(get("/api/v1/tickets").apikey(ANON).bearer(session).send().status())
                .isEqualTo(200);
        assertThat(tickets.seen.getFirst().header("Authorization")).isEqualTo("Bearer " + session);
    }

    @Test
    void anonIsNobodyWhereACallerIsNeeded() {
        assertThat(get("/api/v1/tickets").apikey(ANON).bearer(ANON).send().status())
                .isEqualTo(401);
        assertThat(tickets.seen).isEmpty();
    }

    @Test
    void serviceRoleIsSwappedAsTheSecretKey() {
        grant(tokens.system(TENANT, "nightly-export"));

        var asKey = get("/api/v1/tickets")
                .apikey(SERVICE_ROLE)
                .header("X-Deskwire-Purpose", "nightly-export")
                .header("X-Tenant", "acme")
                .send();
        var asBearer = get("/api/v1/automation/jobs").bearer(SERVICE_ROLE).send();
        var both = get("/auth/v1/admin/users")
                .apikey(SERVICE_ROLE)
                .bearer(SERVICE_ROLE)
                .send();

        assertThat(List.of(asKey.status(), asBearer.status(), both.status())).containsOnly(200);
        assertThat(auth.seen.getFirst().header("Authorization")).isEqualTo("Bearer " + SECRET);
        assertThat(auth.seen.getFirst().body())
                .isEqualTo("{\"expires_in\":900,\"purpose\":\"nightly-export\",\"tenant\":\"acme\"}");
        assertThat(Stream.of(tickets.seen, automation.seen, auth.seen.subList(2, 3))
                        .flatMap(List::stream))
                .isNotEmpty()
                .allSatisfy(seen -> assertThat(seen.headers().toString()).doesNotContain(SERVICE_ROLE, SECRET));
    }

    @Test
    void serviceRoleIsSwappedByItsHolderToo() {
        post("/token").bearer(SERVICE_ROLE).send();

        assertThat(auth.seen.getFirst().header("Authorization")).isEqualTo("Bearer " + SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tickets",
                "/api/v1/automation/jobs",
                "/auth/v1/admin/users",
                "/realtime/v1/api/broadcast"
            })
    void serviceRoleIsRefusedFromABrowser(String path) {
        for (var request : List.of(
                get(path).apikey(SERVICE_ROLE).bearer(SERVICE_ROLE),
                get(path).apikey(SERVICE_ROLE),
                get(path).apikey(ANON).bearer(SERVICE_ROLE))) {
            assertThat(request.header("User-Agent", BROWSER).send().status()).isEqualTo(401);
        }
        assertThat(get(path)
                        .apikey(SERVICE_ROLE)
                        .header("Origin", "https://app.example")
                        .send()
                        .status())
                .isEqualTo(401);
        assertThat(auth.seen).isEmpty();
        assertThat(tickets.seen).isEmpty();
    }

    @Test
    void neitherFormOfTheSecretKeyIsTakenFromAnAddress() {
        for (var secret : List.of(SERVICE_ROLE, SECRET)) {
            for (var path : List.of("/auth/v1/admin/users", "/realtime/v1/api/broadcast")) {
                var answer = get(path + "?apikey=" + secret).send();
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.json().path("message").asString())
                        .isEqualTo("Forbidden use of secret API key in a URL");
            }
            assertThatThrownBy(() -> RealtimeClient.connect(port, "?apikey=" + secret))
                    .isInstanceOf(CompletionException.class);
        }
        assertThat(auth.seen).isEmpty();
    }

    static Stream<String> unsound() throws JOSEException {
        var past = Date.from(java.time.Instant.now().minusSeconds(1));
        var parts = SERVICE_ROLE.split("\\.");
        return Stream.of(
                signed(claims("anon").expirationTime(past), JWT_SECRET, JWSAlgorithm.HS256),
                signed(claims("service_role").expirationTime(past), JWT_SECRET, JWSAlgorithm.HS256),
                signed(claims("service_role"), JWT_SECRET + "!", JWSAlgorithm.HS256),
                signed(claims("service_role"), JWT_SECRET, JWSAlgorithm.HS384),
                signed(claims("supabase_admin"), JWT_SECRET, JWSAlgorithm.HS256),
                signed(claims("authenticated"), JWT_SECRET, JWSAlgorithm.HS256),
                signed(claims("x").claim("role", null), JWT_SECRET, JWSAlgorithm.HS256),
                signed(claims("x").claim("role", List.of("service_role")), JWT_SECRET, JWSAlgorithm.HS256),
                Base64URL.encode("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".",
                Base64URL.encode("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2],
                parts[0] + "." + ANON.split("\\.")[1] + "." + parts[2],
                tokens.mint(java.util.Map.of("role", "service_role")));
    }

    @ParameterizedTest
    @MethodSource("unsound")
    void whatDoesNotHoldIsNoKey(String key) {
        assertThat(get("/auth/v1/user").apikey(key).send().status()).isEqualTo(401);
        assertThat(get("/realtime/v1/api/broadcast?apikey=" + key).send().status())
                .isEqualTo(401);
        assertThat(get("/api/v1/tickets").apikey(key).bearer(key).send().status())
                .isEqualTo(401);
        assertThat(auth.seen).isEmpty();
        assertThat(tickets.seen).isEmpty();
        assertThat(notification.seen).isEmpty();
    }

    /// The shared secret signs sessions of an old issuer as well; a key with the claims of one is none.
    @ParameterizedTest
    @ValueSource(strings = {"anon", "service_role"})
    void aKeyNeverBecomesASession(String role) {
        var now = java.time.Instant.now();
        var claims = claims(role)
                .issuer(tokens.issuer())
                .audience("authenticated")
                .subject(USER.toString())
                .claim("session_id", USER.toString())
                .claim("tenant_id", TENANT.toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)));
        var posing = signed(claims, JWT_SECRET, JWSAlgorithm.HS256);
        auth.script("/token", StandInService.json(403, "{}"));

        var answer = get("/api/v1/tickets")
                .bearer(posing)
                .header("X-Deskwire-Purpose", "posing-as-" + role.replace('_', '-'))
                .send();

        assertThat(answer.status()).isIn(401, 403);
        assertThat(tickets.seen).isEmpty();

        var session = signed(claims.claim("role", "authenticated"), JWT_SECRET, JWSAlgorithm.HS256);
        assertThat(get("/api/v1/tickets").bearer(session).send().status()).isEqualTo(200);
    }
}
