package io.deskwire.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.deskwire.common.digest.Sha256;
import io.deskwire.testsupport.Api.Answer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// ID tokens that apps got by themselves: the good one, and every bad one.
class IdTokenIT extends ProviderTest {
    @Autowired
    Clock clock;

    private final String subject = "app-" + UUID.randomUUID();

    @Test
    void signsInWithATokenMadeForTheApp() throws Exception {
        var answer =
                redeem(token(claims -> claims.audience("the-apps-own-client"))).expect(200);

        assertThat(answer.text("/user/email")).isEqualTo(subject + "@example.com");
        assertThat(answer.text("/user/app_metadata/provider")).isEqualTo("google");
        var amr =
                SignedJWT.parse(answer.text("/access_token")).getJWTClaimsSet().getListClaim("amr");
        assertThat(((Map<?, ?>) amr.getFirst()).get("provider")).isEqualTo("google");
    }

    @Test
    void findsTheProviderByItsIssuer() {
        post(Map.of("id_token", token(c -> c), "issuer", PROVIDER.issuer(), "client_id", "desk-client"))
                .expect(200);
    }

    /// Nor one that turns into somebody else's when it is made lower-case: the first letter is a Kelvin sign.
    @Test
    void takesNoAddressThatAnAccountCannotHave() throws Exception {
        for (var email : java.util.List.of("\u212A" + subject + "@example.com", subject + "@ex\u00E4mple.com")) {
            var refused = redeem(token(claims -> claims.claim("email", email))).expect(422);
            assertThat(refused.text("/code")).isEqualTo("email_address_not_provided");
        }
    }

    @Test
    void comparesTheNonceByItsHash() {
        var nonce = "a random nonce";
        var hashed = token(claims -> claims.claim("nonce", hash(nonce)));

        assertOAuth(
                post(Map.of("id_token", hashed, "provider", "google", "nonce", "another")),
                "invalid nonce",
                "Nonces mismatch");
        assertOAuth(
                redeem(hashed),
                "invalid request",
                "Passed nonce and nonce in id_token should either both exist or not.");
        assertOAuth(
                post(Map.of("id_token", token(c -> c), "provider", "google", "nonce", nonce)),
                "invalid request",
                "Passed nonce and nonce in id_token should either both exist or not.");
        assertOAuth(
                post(Map.of(
                        "id_token",
                        token(claims -> claims.claim("nonce", nonce)),
                        "provider",
                        "google",
                        "nonce",
                        nonce)),
                "invalid nonce",
                "Nonces mismatch");
        post(Map.of("id_token", hashed, "provider", "google", "nonce", nonce)).expect(200);
    }

    @Test
    void comparesTheAccessTokenByItsHash() {
        var accessToken = "an access token";
        var token = token(claims -> claims.claim("at_hash", halfHash(accessToken)));

        assertBad(post(Map.of("id_token", token, "provider", "google", "access_token", "another")));
        post(Map.of("id_token", token, "provider", "google", "access_token", accessToken))
                .expect(200);
    }

    @Test
    void refusesATokenOfAnotherAudience() {
        assertOAuth(
                redeem(token(claims -> claims.audience("another-client"))),
                "invalid request",
                "Unacceptable audience in id_token");
        assertOAuth(
                redeem(token(claims -> claims.audience(java.util.List.of("desk-client", "x")))),
                "invalid request",
                "Unacceptable audience in id_token");
    }

    @Test
    void refusesAnotherIssuerAndTokensOutOfTheirTime() {
        assertBad(redeem(token(claims -> claims.issuer("https://evil.example"))));
        assertBad(redeem(
                token(claims -> claims.expirationTime(Date.from(clock.instant().minus(Duration.ofMinutes(5)))))));
        assertBad(redeem(
                token(claims -> claims.notBeforeTime(Date.from(clock.instant().plus(Duration.ofMinutes(5)))))));
        assertBad(redeem(token(claims -> claims.subject(null))));
    }

    /// No signature, the public key taken for a shared secret, and a key that is not the provider's.
    @Test
    void refusesForgedSignatures() throws JOSEException {
        var claims = claims().build();
        assertBad(redeem(new PlainJWT(claims).serialize()));

        var confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(PROVIDER.keyId())
                        .build(),
                claims);
        confused.sign(new MACSigner(PROVIDER.publicKey()));
        assertBad(redeem(confused.serialize()));

        var foreign = new RSAKeyGenerator(2048).keyID(PROVIDER.keyId()).generate();
        var forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(PROVIDER.keyId())
                        .jwk(foreign.toPublicJWK())
                        .build(),
                claims);
        forged.sign(new RSASSASigner(foreign));
        assertBad(redeem(forged.serialize()));
        assertBad(redeem("not.a.token"));
        var good = token(c -> c);
        assertBad(redeem(good.substring(0, good.length() - 4) + "AAAA"));
    }

    @Test
    void refusesWhatIsMissingAndProvidersThatAreOff() {
        assertOAuth(post(Map.of("provider", "google")), "invalid request", "id_token required");
        assertOAuth(
                post(Map.of("id_token", token(c -> c))),
                "invalid request",
                "provider or client_id and issuer required");
        var off = post(Map.of("id_token", token(c -> c), "provider", "azure")).expect(400);
        assertThat(off.text("/code")).isEqualTo("provider_disabled");
        assertThat(off.text("/message")).contains("is not enabled");
        post(Map.of("id_token", token(c -> c), "issuer", "https://evil.example", "client_id", "desk-client"))
                .expect(400);
    }

    @Test
    void believesNoUnverifiedAddress() {
        var person = people.signUp("id-token-victim");

        assertThat(redeem(token(claims -> claims.claim("email", person.email()).claim("email_verified", false)))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("provider_email_needs_verification");
    }

    @Test
    void linksTheIdentityToWhoeverIsSignedIn() {
        var person = people.signUp("links-by-token");
        var body = new HashMap<String, Object>(Map.of("id_token", token(c -> c), "provider", "google"));
        body.put("link_identity", true);

        assertThat(post(body).expect(401).text("/code")).isEqualTo("no_authorization");
        var linked = api.as(person.accessToken())
                .post("/auth/v1/token?grant_type=id_token", body)
                .expect(200);

        assertThat(linked.text("/user/email")).isEqualTo(person.email());
        assertThat(linked.json().at("/user/identities")).hasSize(2);
    }

    private String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return PROVIDER.sign(change.apply(claims()).build());
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(PROVIDER.issuer())
                .audience("desk-client")
                .subject(subject)
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plus(Duration.ofMinutes(5))))
                .claim("email", subject + "@example.com")
                .claim("email_verified", true);
    }

    private Answer redeem(String idToken) {
        return post(Map.of("id_token", idToken, "provider", "google"));
    }

    private Answer post(Map<String, Object> body) {
        return api.post("/auth/v1/token?grant_type=id_token", body);
    }

    private static void assertBad(Answer answer) {
        assertOAuth(answer, "invalid request", "Bad ID token");
    }

    private static void assertOAuth(Answer answer, String error, String description) {
        answer.expect(400);
        assertThat(answer.text("/error")).isEqualTo(error);
        assertThat(answer.text("/error_description")).isEqualTo(description);
    }

    private static String hash(String text) {
        return Sha256.hex(text);
    }

    private static String halfHash(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(Sha256.of(text), 16));
    }
}
