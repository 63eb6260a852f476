package io.deskwire.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.provider.OpenIdProvider.Question;
import io.deskwire.auth.provider.ProviderProperties.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// What is sent to a provider, and how little it is trusted.
class OpenIdProviderTests {
    private static final URI CALLBACK = URI.create("https://desk.example/auth/v1/callback");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC);

    private final Map<String, Object> metadata = new TreeMap<>();
    private final CodeVerifier verifier = new CodeVerifier();
    private HttpServer server;
    private String issuer;
    private String authorization;
    private Map<String, List<String>> form;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://localhost:" + server.getAddress().getPort();
        metadata.put("issuer", issuer);
        metadata.put("authorization_endpoint", issuer + "/authorize?tenant=one");
        metadata.put("token_endpoint", issuer + "/token");
        metadata.put("jwks_uri", issuer + "/keys");
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(exchange, 200, new JsonMapper().writeValueAsString(metadata)));
        server.createContext("/token", exchange -> {
            authorization = exchange.getRequestHeaders().getFirst("Authorization");
            form = URLUtils.parseParameters(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void asksByOurParametersWhateverTheClientAdds() {
        var question = new Question(
                new State("the-state"),
                new Nonce("the-nonce"),
                verifier,
                "calendar, email",
                Map.of("login_hint", "ada & co", "nonce", "mine", "client_id", "mine", "state", "mine"));

        var url = provider("").authorizationUrl(question);

        assertThat(url.toString()).startsWith(issuer + "/authorize?");
        assertThat(URLUtils.parseParameters(url.getRawQuery()))
                .containsEntry("tenant", List.of("one"))
                .containsEntry("client_id", List.of("desk"))
                .containsEntry("response_type", List.of("code"))
                .containsEntry("redirect_uri", List.of(CALLBACK.toString()))
                .containsEntry("scope", List.of("openid email calendar"))
                .containsEntry("state", List.of("the-state"))
                .containsEntry("nonce", List.of("the-nonce"))
                .containsEntry("code_challenge_method", List.of("S256"))
                .containsEntry("login_hint", List.of("ada & co"))
                .containsKey("code_challenge");
    }

    /// Encoded as a form first (RFC 6749, 2.3.1), so that a colon in it parts nothing.
    @Test
    void showsItsSecretInTheHeader() {
        assertThatThrownBy(() -> redeem(provider("s:e c%"))).hasMessage("Unable to exchange external code");

        var pair = new String(
                Base64.getDecoder().decode(authorization.substring("Basic ".length())), StandardCharsets.UTF_8);
        assertThat(pair).isEqualTo("desk:s%3Ae+c%25");
        assertThat(form)
                .containsEntry("grant_type", List.of("authorization_code"))
                .containsEntry("code", List.of("the code"))
                .containsEntry("code_verifier", List.of(verifier.getValue()))
                .doesNotContainKeys("client_secret");
    }

    @Test
    void showsItsSecretInTheFormWhereTheProviderTakesItNowhereElse() {
        metadata.put("token_endpoint_auth_methods_supported", List.of("client_secret_post"));

        assertThatThrownBy(() -> redeem(provider("secret"))).isInstanceOf(GoTrueException.class);

        assertThat(authorization).isNull();
        assertThat(form).containsEntry("client_id", List.of("desk")).containsEntry("client_secret", List.of("secret"));
    }

    @Test
    void namesItselfWithoutASecret() {
        assertThatThrownBy(() -> redeem(provider(""))).isInstanceOf(GoTrueException.class);

        assertThat(authorization).isNull();
        assertThat(form).containsEntry("client_id", List.of("desk")).doesNotContainKeys("client_secret");
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, https://evil.example, names the issuer",
        "token_endpoint, ftp://localhost/token, names no token_endpoint",
        "authorization_endpoint, javascript:alert(1), names no authorization_endpoint",
        "userinfo_endpoint, file:///etc/passwd, names no userinfo_endpoint",
        "jwks_uri, a relative one, is no metadata"
    })
    void believesNoMetadataThatIsNotTheIssuersOwnOrLeadsElsewhere(String member, String value, String reason) {
        metadata.put(member, value);

        assertThatThrownBy(() -> provider("").ready())
                .isInstanceOf(ProviderAwayException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void takesAnIssuerWithASlashForTheSame() {
        metadata.put("issuer", issuer + "/");
        metadata.put("authorization_response_iss_parameter_supported", true);

        assertThat(provider("").answered(issuer + "/")).isTrue();
        assertThat(provider("").answered("https://evil.example")).isFalse();
        assertThat(provider("").answered(null)).isFalse();
    }

    @Test
    void followsNoRedirect() {
        server.removeContext("/.well-known/openid-configuration");
        server.createContext("/.well-known/openid-configuration", exchange -> {
            exchange.getResponseHeaders().set("Location", issuer + "/elsewhere");
            answer(exchange, 302, "");
        });

        assertThatThrownBy(() -> provider("").ready()).hasMessageContaining("answers 302");
    }

    @Test
    void readsNoMoreThanItsLimit() {
        metadata.put("service_documentation", "x".repeat(300 * 1024));

        assertThatThrownBy(() -> provider("").ready())
                .isInstanceOf(ProviderAwayException.class)
                .hasMessage("localhost does not answer");
    }

    private OpenIdProvider provider(String secret) {
        var client = new Client(List.of("desk"), secret, URI.create(issuer), List.of("openid", "email"), false);
        var http = new ProviderHttp(new ProviderProperties(Map.of("test", client), Duration.ofSeconds(5)));
        return new OpenIdProvider("test", client, CALLBACK, http, CLOCK);
    }

    private void redeem(OpenIdProvider provider) {
        provider.redeem(new AuthorizationCode("the code"), verifier, new Nonce());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
