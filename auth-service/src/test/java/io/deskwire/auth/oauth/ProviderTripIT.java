package io.deskwire.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.deskwire.common.tenancy.SystemAccess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// There and back, and every way to cheat on the road.
class ProviderTripIT extends ProviderTest {
    private static final CodeVerifier APP = new CodeVerifier();
    private static final String CHALLENGE =
            CodeChallenge.compute(CodeChallengeMethod.S256, APP).getValue();
    private static final String PKCE = "&code_challenge_method=s256&code_challenge=" + CHALLENGE;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Test
    void asksTheProviderWithPkceStateAndNonce() {
        var question = departure(api, "&scopes=calendar%20email&prompt=select_account&login_hint=ada");

        assertThat(question.toString()).startsWith(PROVIDER.issuer() + "/oauth2/authorize?");
        assertThat(query(question))
                .containsEntry("client_id", "desk-client")
                .containsEntry("redirect_uri", "http://127.0.0.1:54321/auth/v1/callback")
                .containsEntry("response_type", "code")
                .containsEntry("scope", "openid email profile calendar")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("prompt", "select_account")
                .containsEntry("login_hint", "ada")
                .containsKeys("state", "nonce", "code_challenge")
                .doesNotContainKeys("redirect_to", "provider", "scopes");
    }

    @Test
    void passesOnNothingThatDecidesWhereTheAnswerGoes() {
        var question = departure(
                api,
                "&redirect_uri=https://evil.example&response_mode=fragment&response_type=token&state=mine&nonce=mine"
                        + "&client_id=theirs&request_uri=https://evil.example&scope=admin");

        assertThat(query(question))
                .containsEntry("redirect_uri", "http://127.0.0.1:54321/auth/v1/callback")
                .containsEntry("client_id", "desk-client")
                .containsEntry("response_type", "code")
                .doesNotContainKeys("response_mode", "request_uri");
        assertThat(query(question).get("state")).isNotEqualTo("mine");
        assertThat(query(question).get("nonce")).isNotEqualTo("mine");
    }

    @Test
    void tellsTheAddressInsteadOfRedirecting() {
        var answer = api.get("/auth/v1/authorize?provider=google&skip_http_redirect=true")
                .expect(200);

        assertThat(answer.text("/url")).startsWith(PROVIDER.issuer());
    }

    @Test
    void signsInWithTokensInTheFragment() throws Exception {
        var visitor = Visitor.named("implicit");
        var landing = back(answer(visitor, "&invite_token=whatever"));

        assertThat(bare(landing)).isEqualTo(HOME);
        assertThat(landing.getRawQuery()).isNull();
        var values = values(landing.getRawFragment());
        assertThat(values)
                .containsEntry("token_type", "bearer")
                .containsEntry("expires_in", "3600")
                .containsKeys("access_token", "refresh_token", "expires_at", "provider_token");
        var claims = SignedJWT.parse(values.get("access_token")).getJWTClaimsSet();
        assertThat(claims.getStringClaim("email")).isEqualTo(visitor.email());
        assertThat(claims.getStringClaim("aal")).isEqualTo("aal1");
        var amr = (Map<?, ?>) claims.getListClaim("amr").getFirst();
        assertThat(amr.get("method")).isEqualTo("oauth");
        assertThat(amr.get("provider")).isEqualTo("google");
        people.refresh(values.get("refresh_token"));
    }

    @Test
    void signsInWithACodeThatItsVerifierRedeems() {
        var visitor = Visitor.named("pkce");
        var landing = back(answer(visitor, PKCE));

        assertThat(bare(landing)).isEqualTo(HOME);
        assertThat(landing.getRawFragment()).isNull();
        var session = redeem(query(landing).get("code"), APP.getValue()).expect(200);
        assertThat(session.text("/user/email")).isEqualTo(visitor.email());
        assertThat(session.text("/provider_token")).isNotEmpty();
        assertThat(session.text("/provider_refresh_token")).isNotEmpty();
        assertThat(session.text("/user/user_metadata/full_name")).isEqualTo("Name of pkce");
        assertThat(session.text("/user/app_metadata/provider")).isEqualTo("google");
        assertThat(session.text("/user/identities/0/id")).isEqualTo(visitor.subject());
        assertThat(session.text("/user/identities/0/identity_data/avatar_url"))
                .isEqualTo("https://pictures.example/pkce");
        assertThat(redeem(query(landing).get("code"), APP.getValue())
                        .expect(404)
                        .text("/code"))
                .isEqualTo("flow_state_not_found");
    }

    /// While the code waits to be redeemed, a copy of the database has nothing of the provider's.
    @Test
    void keepsTheProvidersTokensSealed() {
        var visitor = Visitor.named("sealed");
        var code = query(back(answer(visitor, PKCE))).get("code");

        var stored = system.call(
                "test",
                () -> jdbc.sql("SELECT f::text || encode(provider_access_token, 'escape')"
                                + " || encode(provider_refresh_token, 'escape') FROM flow_states f"
                                + " WHERE auth_code = :code::uuid")
                        .param("code", code)
                        .query(String.class)
                        .single());

        var session = redeem(code, APP.getValue()).expect(200);
        for (var token : List.of(session.text("/provider_token"), session.text("/provider_refresh_token"))) {
            assertThat(token).hasSizeGreaterThan(10);
            assertThat(stored)
                    .doesNotContain(token)
                    .doesNotContain(HexFormat.of().formatHex(token.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void redeemsNoCodeWithoutTheVerifierOrWithAnother() {
        var code = query(back(answer(Visitor.named("downgrade"), PKCE))).get("code");

        assertThat(redeem(code, "").expect(400).text("/code")).isEqualTo("validation_failed");
        assertThat(redeem(code, new CodeVerifier().getValue()).expect(400).text("/code"))
                .isEqualTo("bad_code_verifier");
        redeem(code, APP.getValue()).expect(200);
    }

    @Test
    void givesNoCodeForTheImplicitFlowAndNoTokensForPkce() {
        var implicit = back(answer(Visitor.named("no-code"), ""));
        var pkce = back(answer(Visitor.named("no-tokens"), PKCE));

        assertThat(implicit.toString()).doesNotContain("code=");
        assertThat(pkce.toString()).doesNotContain("access_token");
    }

    @Test
    void refusesHalfAChallenge() {
        assertThat(api.get("/auth/v1/authorize?provider=google&code_challenge=" + CHALLENGE)
                        .expect(400)
                        .text("/code"))
                .isEqualTo("validation_failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "https://app.desk.example.evil.example/x",
                "https://app.desk.example@evil.example/",
                "//evil.example",
                "javascript:alert(1)",
                "https://203.0.113.7/"
            })
    void neverLeadsToAnAddressThatIsNotAllowed(String address) {
        var answer = api.get("/auth/v1/authorize?provider=google&redirect_to="
                        + java.net.URLEncoder.encode(address, java.nio.charset.StandardCharsets.UTF_8))
                .expect(302);
        var landing = back(atProvider(Visitor.named("open-redirect"), URI.create(answer.header("Location"))));

        assertThat(landing.toString()).startsWith("http://localhost:3000#");
    }

    @Test
    void leadsToAnAppAndToTheRefererWhereTheyAreAllowed() {
        var app = api.get("/auth/v1/authorize?provider=google&redirect_to=deskapp://signed-in")
                .expect(302);
        var referred = api.with("Referer", "https://pr-7.desk.example/from")
                .get("/auth/v1/authorize?provider=google&redirect_to=https://evil.example")
                .expect(302);

        assertThat(back(atProvider(Visitor.named("app"), URI.create(app.header("Location"))))
                        .toString())
                .startsWith("deskapp://signed-in#");
        assertThat(back(atProvider(Visitor.named("referred"), URI.create(referred.header("Location"))))
                        .toString())
                .startsWith("https://pr-7.desk.example/from#");
    }

    @Test
    void takesEachStateOnce() {
        var answer = answer(Visitor.named("replay"), PKCE);
        back(answer);

        var again = back(answer);

        assertError(again, "invalid_request", "flow_state_already_used");
        assertThat(bare(again)).isEqualTo("http://localhost:3000");
    }

    @Test
    void tradesNoCodeOfAnotherFlow() {
        var mine = answer(Visitor.named("mine"), "");
        var theirs = answer(Visitor.named("theirs"), "");

        var landing = back(URI.create(
                mine.toString().replace(query(mine).get("code"), query(theirs).get("code"))));

        assertError(landing, "invalid_request", "bad_oauth_callback");
    }

    @Test
    void refusesAMissingAForgedAndAnUnknownState() {
        assertError(back(URI.create("http://x/auth/v1/callback?code=abc")), "invalid_request", "bad_oauth_callback");
        assertError(
                back(URI.create("http://x/auth/v1/callback?code=abc&state=forged")),
                "invalid_request",
                "bad_oauth_state");
        assertError(
                back(URI.create("http://x/auth/v1/callback?code=abc&state=" + UUID.randomUUID())),
                "invalid_request",
                "bad_oauth_state");
    }

    @Test
    void refusesAnAnswerThatNamesAnotherIssuer() {
        var answer = answer(Visitor.named("mix-up"), "");

        var landing = back(URI.create(answer.toString().replaceAll("&iss=[^&]*", "") + "&iss=https://evil.example"));

        assertError(landing, "invalid_request", "bad_oauth_callback");
    }

    @Test
    void refusesAnIdTokenOfAnotherIssuerClientOrQuestion() {
        for (var lie : new Map[] {
            Map.of("iss", "https://evil.example"),
            Map.of("aud", java.util.List.of("another-client")),
            Map.of("aud", java.util.List.of("the-apps-own-client")),
            Map.of("aud", java.util.List.of("desk-client", "another-client"), "azp", "another-client"),
            Map.of("nonce", "of another question"),
            Map.of(
                    "iat", java.time.Instant.parse("2020-01-01T00:00:00Z"),
                    "exp", java.time.Instant.parse("2020-01-01T00:05:00Z")),
            Map.of("sub", " ")
        }) {
            @SuppressWarnings("unchecked")
            var visitor = Visitor.named("liar").saying((Map<String, Object>) lie);

            assertError(back(answer(visitor, PKCE)), "invalid_request", "bad_oauth_callback");
        }
    }

    @Test
    void takesAnAnswerByForm() {
        var answer = answer(Visitor.named("form-post"), "");

        var landing = URI.create(Forms.post(api.baseUrl(), "/auth/v1/callback", answer.getRawQuery()));

        assertThat(values(landing.getRawFragment())).containsKey("access_token");
    }

    @Test
    void bringsTheProvidersRefusalHome() {
        var state = query(departure(api, PKCE)).get("state");

        var landing = back(URI.create("http://x/auth/v1/callback?state=" + state
                + "&error=access_denied&error_description=The+person%0d%0asaid+no"));

        assertThat(bare(landing)).isEqualTo(HOME);
        assertThat(query(landing))
                .containsEntry("error", "access_denied")
                .containsEntry("error_description", "The person  said no");
        assertThat(values(landing.getRawFragment())).containsEntry("error", "access_denied");
    }

    @Test
    void saysThatAProviderIsDown() {
        var answer = api.get("/auth/v1/authorize?provider=gitlab&redirect_to=" + HOME)
                .expect(302);
        var landing = URI.create(answer.header("Location"));

        assertThat(bare(landing)).isEqualTo(HOME);
        assertError(landing, "temporarily_unavailable", "unexpected_failure");
        api.get("/auth/v1/authorize?provider=gitlab&skip_http_redirect=true").expect(503);
    }

    @Test
    void refusesProvidersThatAreOffOrUnknown() {
        for (var provider : new String[] {"azure", "nonsense", "", "%0d%0aSet-Cookie:x"}) {
            var answer = api.get("/auth/v1/authorize?provider=" + provider).expect(400);
            assertThat(answer.text("/code")).isEqualTo("validation_failed");
            assertThat(answer.text("/message")).startsWith("Unsupported provider: ");
        }
        for (var provider : new String[] {"azure", "github", "GitHub", "linkedin_oidc", "x"}) {
            assertThat(api.get("/auth/v1/authorize?provider=" + provider).text("/message"))
                    .isEqualTo("Unsupported provider: provider is not enabled");
        }
        assertThat(api.get("/auth/v1/authorize?provider=nonsense").text("/message"))
                .isEqualTo("Unsupported provider: Provider nonsense could not be found");
    }

    static void assertError(URI landing, String error, String code) {
        assertThat(query(landing)).containsEntry("error", error).containsEntry("error_code", code);
        assertThat(query(landing).get("error_description")).isNotBlank();
        assertThat(values(landing.getRawFragment()))
                .containsEntry("error", error)
                .containsEntry("error_code", code);
        assertThat(landing.toString()).doesNotContain("access_token");
    }

    private io.deskwire.testsupport.Api.Answer redeem(String code, String verifier) {
        return api.post("/auth/v1/token?grant_type=pkce", Map.of("auth_code", code, "code_verifier", verifier));
    }
}
