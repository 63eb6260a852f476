package io.deskwire.common.identity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.IdentityProperties;
import io.deskwire.common.identity.InvalidTokenException;
import io.deskwire.testsupport.MutableClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody without the signing key tries. Every attack uses claims that would be accepted.
class TokenAttackTests {
    private static final String SECRET = "a shared secret of more than thirty-two bytes";

    private final MutableClock clock = MutableClock.at("2026-11-21T12:00:00Z");
    private static final ECKey ec = ec("ec-1");
    private static final RSAKey rsa = rsa("rsa-1");
    private final TokenVerifier verifier = verifier("", Duration.ZERO);
    private final TokenVerifier sharing = verifier(SECRET, Duration.ZERO);

    private TokenVerifier verifier(String secret, Duration skew) {
        var properties = new IdentityProperties(
                "https://desk.example/auth/v1",
                URI.create("http://127.0.0.1:1"),
                "authenticated",
                List.of(),
                List.of(),
                skew,
                Duration.ofHours(1),
                secret);
        var published = new JWKSet(List.of(ec.toPublicJWK(), rsa.toPublicJWK()));
        return new TokenVerifier(new ImmutableJWKSet<SecurityContext>(published), properties, clock);
    }

    private static ECKey ec(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private JWTClaimsSet.Builder claims() {
        var now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer("https://desk.example/auth/v1")
                .audience("authenticated")
                .subject(UUID.randomUUID().toString())
                .claim("role", "authenticated")
                .claim("session_id", UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)));
    }

    private static JWSHeader.Builder header(JWSAlgorithm algorithm, String kid) {
        return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(kid);
    }

    private static String signed(JWSHeader.Builder header, JWTClaimsSet.Builder claims, JWSSigner signer)
            throws JOSEException {
        var token = new SignedJWT(header.build(), claims.build());
        token.sign(signer);
        return token.serialize();
    }

    private String genuine(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return signed(header(JWSAlgorithm.ES256, "ec-1"), change.apply(claims()), new ECDSASigner(ec));
    }

    private void refused(String token) {
        for (var one : List.of(verifier, sharing)) {
            assertThatThrownBy(() -> one.authenticate(token)).as(token).isInstanceOf(InvalidTokenException.class);
            assertThatThrownBy(() -> one.claims(token)).as(token).isInstanceOf(InvalidTokenException.class);
            assertThat(one.remembered(token)).isNull();
        }
    }

    @Test
    void takesTheGenuineOnes() throws Exception {
        assertThat(verifier.authenticate(genuine(same -> same)).session()).isNotNull();
        assertThat(verifier.authenticate(signed(header(JWSAlgorithm.RS256, "rsa-1"), claims(), new RSASSASigner(rsa)))
                        .session())
                .isNotNull();
    }

    @Test
    void readsTheMillisecondsFromTheIdOfTheSameSecondAlone() throws Exception {
        var second = claims().build().getIssueTime().toInstant();
        var instant = second.plusMillis(345);

        assertThat(issuedAt(Uuid7.at(instant).toString())).isEqualTo(instant);
        for (var other : List.of(
                Uuid7.at(second.plusSeconds(1)).toString(),
                Uuid7.at(second.minusMillis(1)).toString(),
                UUID.randomUUID().toString(),
                "no UUID")) {
            assertThat(issuedAt(other)).as(other).isEqualTo(second);
        }
    }

    private Instant issuedAt(String id) throws Exception {
        return verifier.authenticate(genuine(claims -> claims.jwtID(id))).issuedAt();
    }

    @Test
    void refusesNoSignatureAtAll() throws Exception {
        var parts = genuine(same -> same).split("\\.");
        refused(new PlainJWT(claims().build()).serialize());
        for (var none : List.of("none", "None", "NONE", "nOnE")) {
            var head = Base64URL.encode("{\"alg\":\"" + none + "\",\"typ\":\"JWT\",\"kid\":\"ec-1\"}");
            refused(head + "." + parts[1] + ".");
            refused(head + "." + parts[1] + "." + parts[2]);
        }
        refused(parts[0] + "." + parts[1] + ".");
        refused(parts[0] + "." + parts[1]);
    }

    /// HS256, with something everybody knows as its secret: the published key, in each form it is published in.
    @Test
    void refusesAPublicKeyAsASecret() throws Exception {
        var published = List.of(
                ec.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
                rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
                ec.toECPublicKey().getEncoded(),
                rsa.toRSAPublicKey().getEncoded(),
                pem(ec.toECPublicKey().getEncoded()),
                pem(rsa.toRSAPublicKey().getEncoded()),
                rsa.getModulus().decode());
        for (var secret : published) {
            for (var kid : List.of("ec-1", "rsa-1", "nobody")) {
                refused(signed(header(JWSAlgorithm.HS256, kid), claims(), new MACSigner(secret)));
            }
        }
    }

    private static byte[] pem(byte[] key) {
        return ("-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void takesHs256WithTheConfiguredSecretAloneWhateverItsKid() throws Exception {
        for (var kid : new String[] {null, "unknown", "ec-1"}) {
            var head = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .type(JOSEObjectType.JWT)
                    .keyID(kid);
            var token = signed(head, claims(), new MACSigner(SECRET));

            assertThat(sharing.accepts(head.build())).isTrue();
            assertThat(sharing.authenticate(token).session()).isNotNull();
            assertThat(verifier.accepts(head.build())).isFalse();
            assertThatThrownBy(() -> verifier.authenticate(token)).isInstanceOf(InvalidTokenException.class);
        }
        refused(signed(header(JWSAlgorithm.HS384, "x"), claims(), new MACSigner(SECRET + SECRET)));
        refused(signed(header(JWSAlgorithm.HS256, "x"), claims(), new MACSigner(SECRET + "!")));
        refused(signed(header(JWSAlgorithm.HS256, "x"), claims().issuer("supabase"), new MACSigner(SECRET)));
    }

    /// It signs legacy keys, too; with all claims of a session such a key is still none.
    @ParameterizedTest
    @ValueSource(strings = {"anon", "service_role"})
    void refusesALegacyKeyAsASession(String role) throws Exception {
        var key = signed(header(JWSAlgorithm.HS256, "x"), claims().claim("role", role), new MACSigner(SECRET));

        assertThatThrownBy(() -> sharing.authenticate(key))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessageContaining("a key of the deployment");
        assertThat(LegacyKey.parsed(key)).isPresent();
        assertThat(LegacyKey.looksAnonymous(key)).isEqualTo(role.equals("anon"));
    }

    @Test
    void takesNothingElseForALegacyKey() throws Exception {
        for (var text : List.of(
                "",
                "ey",
                "eyJ.x.y",
                "sb_publishable_x",
                genuine(claims -> claims.claim("role", "anon")),
                signed(header(JWSAlgorithm.HS256, "x"), claims(), new MACSigner(SECRET)),
                signed(
                        header(JWSAlgorithm.HS256, "x"),
                        claims().claim("role", List.of("anon")),
                        new MACSigner(SECRET)))) {
            assertThat(LegacyKey.parsed(text)).as(text).isEmpty();
            assertThat(LegacyKey.looksAnonymous(text)).isFalse();
        }
    }

    @Test
    void refusesAForeignKeyUnderAnyName() throws Exception {
        var foreign = ec("ec-1");
        refused(signed(header(JWSAlgorithm.ES256, "ec-1"), claims(), new ECDSASigner(foreign)));
        refused(signed(header(JWSAlgorithm.ES256, "unknown"), claims(), new ECDSASigner(foreign)));
        refused(signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT),
                claims(),
                new ECDSASigner(foreign)));
        refused(signed(header(JWSAlgorithm.RS256, "ec-1"), claims(), new RSASSASigner(rsa("ec-1"))));
        refused(signed(header(JWSAlgorithm.ES256, "../../etc/passwd"), claims(), new ECDSASigner(foreign)));
        refused(signed(header(JWSAlgorithm.ES256, "x' OR '1'='1"), claims(), new ECDSASigner(foreign)));
    }

    /// A token may not bring its own key, nor say where to fetch it.
    @Test
    void refusesAKeyInTheHeaderAndFetchesNothing() throws Exception {
        var fetched = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var foreign = ec("mine");
        server.createContext("/", exchange -> {
            fetched.incrementAndGet();
            var body = new JWKSet(foreign.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json");
            for (var kid : List.of("mine", "ec-1")) {
                refused(signed(
                        header(JWSAlgorithm.ES256, kid).jwk(foreign.toPublicJWK()),
                        claims(),
                        new ECDSASigner(foreign)));
                refused(signed(header(JWSAlgorithm.ES256, kid).jwkURL(url), claims(), new ECDSASigner(foreign)));
                refused(signed(header(JWSAlgorithm.ES256, kid).x509CertURL(url), claims(), new ECDSASigner(foreign)));
            }
            assertThat(fetched).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesAnotherIssuerAudienceOrKindOfToken() throws Exception {
        refused(genuine(claims -> claims.issuer("https://evil.example/auth/v1")));
        refused(genuine(claims -> claims.issuer(null)));
        refused(genuine(claims -> claims.audience("anon")));
        refused(genuine(claims -> claims.audience((String) null)));
        refused(genuine(claims -> claims.expirationTime(null)));
        refused(genuine(claims -> claims.issueTime(null)));
        refused(genuine(claims -> claims.subject(null)));
        refused(signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").type(new JOSEObjectType("secevent+jwt")),
                claims(),
                new ECDSASigner(ec)));
    }

    @Test
    void refusesExtensionsItDoesNotKnow() throws Exception {
        refused(signed(
                header(JWSAlgorithm.ES256, "ec-1")
                        .criticalParams(Set.of("b64x"))
                        .customParam("b64x", false),
                claims(),
                new ECDSASigner(ec)));
    }

    @Test
    void refusesAnEndedTokenToTheSecondAndOneSeenBeforeToo() throws Exception {
        var token = genuine(same -> same);
        assertThat(verifier.authenticate(token)).isNotNull();
        clock.advance(Duration.ofSeconds(3599));
        assertThat(verifier.remembered(token)).isNotNull();

        clock.advance(Duration.ofSeconds(1));

        refused(token);
    }

    @Test
    void allowsForClocksThatDifferOnlyWhereItIsToldTo() throws Exception {
        var early =
                genuine(claims -> claims.notBeforeTime(Date.from(clock.instant().plusSeconds(20))));
        var late = genuine(
                claims -> claims.expirationTime(Date.from(clock.instant().minusSeconds(20))));
        var lenient = verifier("", Duration.ofSeconds(30));

        refused(early);
        refused(late);
        assertThat(lenient.authenticate(early)).isNotNull();
        assertThat(lenient.authenticate(late)).isNotNull();
        clock.advance(Duration.ofSeconds(11));
        assertThatThrownBy(() -> lenient.authenticate(late)).isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void refusesEveryTruncationAndEveryAlteredPart() throws Exception {
        var token = genuine(same -> same);
        for (int end = 0; end < token.length(); end += 7) {
            refused(token.substring(0, end));
        }
        var parts = token.split("\\.");
        var admin =
                Base64URL.encode(claims().claim("tenant_role", "admin").build().toString());
        refused(parts[0] + "." + admin + "." + parts[2]);
        refused(token + ".x");
        refused("." + token);
        refused(token.substring(1));
        // RFC 7518, 3.4: 64 bytes. All zero once passed for a signature of anything (CVE-2022-21449).
        refused(parts[0] + "." + parts[1] + "." + Base64URL.encode(new byte[64]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a.b.c", "{}", "null", "\u0000", "eyJ.eyJ.sig", "ä.ö.ü"})
    void refusesWhatIsNoTokenAtAll(String text) {
        refused(text);
    }

    @Test
    void refusesAnIdThatIsNone() throws Exception {
        for (var claim : List.of("sub", "session_id", "tenant_id")) {
            var token = genuine(claims -> claims.claim(claim, "' OR 1=1 --"));
            assertThatThrownBy(() -> verifier.authenticate(token)).isInstanceOf(InvalidTokenException.class);
        }
    }
}
