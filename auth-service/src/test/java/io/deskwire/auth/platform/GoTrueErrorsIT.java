package io.deskwire.auth.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.testsupport.Api;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/// Every failure below `/auth/v1` has GoTrue's shape, the ones that reach no endpoint too.
@AuthServiceTest
class GoTrueErrorsIT {
    @LocalServerPort
    int port;

    Api legacy;
    Api versioned;

    @BeforeEach
    void connect() {
        legacy = Api.at("http://127.0.0.1:" + port);
        versioned = legacy.with("X-Supabase-Api-Version", "2024-01-01");
    }

    private static void isVersioned(Api.Answer answer, int status, String code) {
        answer.expect(status);
        assertThat(answer.text("/code")).isEqualTo(code);
        assertThat(answer.text("/message")).isNotBlank();
        assertThat(answer.header("X-Supabase-Api-Version")).isEqualTo("2024-01-01");
        assertThat(answer.header("x-sb-error-code")).isEqualTo(code);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
    }

    private static void isLegacy(Api.Answer answer, int status, String code) {
        answer.expect(status);
        assertThat(answer.json().at("/code").asInt()).isEqualTo(status);
        assertThat(answer.text("/error_code")).isEqualTo(code);
        assertThat(answer.text("/msg")).isNotBlank();
        assertThat(answer.header("X-Supabase-Api-Version")).isNull();
    }

    @Test
    void answersAnUnknownPathAndMethod() {
        isVersioned(versioned.get("/auth/v1/nonsense"), 404, "unknown");
        isLegacy(legacy.get("/auth/v1/nonsense/deeper"), 404, "unknown");
        isVersioned(versioned.delete("/auth/v1/token"), 405, "unknown");
        isLegacy(legacy.get("/auth/v1/token"), 405, "unknown");
        assertThat(legacy.get("/auth/v1/token").header("Allow")).isEqualTo("POST");
    }

    @Test
    void answersAPathThatTheServerItselfRefuses() {
        for (var path : List.of("/auth/v1/x%00y", "/auth/v1/a%2Fb")) {
            var answer = legacy.get(path);
            isLegacy(answer, 400, "validation_failed");
            assertThat(answer.header("Content-Type")).startsWith("application/json");
            isVersioned(versioned.get(path), 400, "validation_failed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/csv", "nope", "application/vnd.pgrst.object+json", "text/event-stream"})
    void answersInJsonWhateverIsAccepted(String accept) {
        var client = versioned.with("Accept", accept);
        isVersioned(client.get("/auth/v1/verify"), 400, "validation_failed");
        isVersioned(client.get("/auth/v1/nonsense"), 404, "unknown");

        var signedUp = client.post(
                        "/auth/v1/signup",
                        Map.of("email", UUID.randomUUID() + "@example.com", "password", "correct-horse-battery"))
                .expect(200);
        assertThat(signedUp.header("Content-Type")).isEqualTo("application/json");
        var refreshed = client.post(
                        "/auth/v1/token?grant_type=refresh_token",
                        Map.of("refresh_token", signedUp.text("/refresh_token")))
                .expect(200);
        assertThat(refreshed.header("Content-Type")).isEqualTo("application/json");
        assertThat(refreshed.text("/access_token")).isNotBlank();
    }

    @Test
    void showsThePageOfAMailsLinkWhateverIsAccepted() {
        var page = legacy.with("Accept", "application/json")
                .get("/auth/v1/confirm?token=x&type=signup")
                .expect(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
    }

    @Test
    void answersABodyThatIsNoJson() {
        isVersioned(versioned.post("/auth/v1/token?grant_type=password", "{"), 400, "bad_json");
        isVersioned(versioned.post("/auth/v1/token?grant_type=password", "[]"), 400, "bad_json");
        isVersioned(versioned.post("/auth/v1/signup", "{\"email\":{\"a\":1}}"), 400, "bad_json");
        isVersioned(versioned.post("/auth/v1/signup", "{\"data\":\"text\"}"), 400, "bad_json");
        isVersioned(
                versioned.post("/auth/v1/signup", "{\"email\":\"a@example.com\",\"password\":1234567}"),
                400,
                "bad_json");
        isLegacy(legacy.post("/auth/v1/recover", ""), 400, "bad_json");
        isVersioned(versioned.with("Content-Type", "text/plain").post("/auth/v1/recover", "{}"), 415, "bad_json");
    }

    @Test
    void answersABodyThatIsTooLarge() throws Exception {
        var large = "{\"email\":\"" + "x".repeat(1024 * 1024) + "\"}";
        isVersioned(versioned.post("/auth/v1/recover", large), 413, "request_entity_too_large");
        isLegacy(legacy.post("/auth/v1/recover", large), 413, "request_entity_too_large");
        isVersioned(versioned.post("/auth/%76%31/recover", large), 413, "request_entity_too_large");

        // without a length, in chunks
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/auth/v1/recover"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofInputStream(() ->
                                    new ByteArrayInputStream(large.getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("request_entity_too_large");
        }
    }

    @Test
    void passesOverWhatClientsSendBeside() {
        assertThat(versioned
                        .post(
                                "/auth/v1/recover",
                                Map.of(
                                        "email",
                                        "nobody@example.com",
                                        "gotrue_meta_security",
                                        Map.of("captcha_token", "x"),
                                        "unheard_of",
                                        1))
                        .status())
                .isIn(200, 429);
    }

    @Test
    void takesAnOddVersionForNone() {
        isLegacy(legacy.with("X-Supabase-Api-Version", "tomorrow").get("/auth/v1/nonsense"), 404, "unknown");
    }
}
