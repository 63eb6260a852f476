package io.deskwire.gateway;

import io.deskwire.testsupport.TestServers;
import io.deskwire.testsupport.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The gateway on a random port, before real HTTP servers, real tokens and a real broker.
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=gateway",
            "management.server.port=0",
            "deskwire.rate-limit.address=100000",
            "deskwire.rate-limit.failures=100000",
            "deskwire.rate-limit.guesses=100000"
        })
abstract class GatewayFixture {
    static final String PUBLISHABLE = "sb_publishable_0123456789abcdefghijkl_01234567";
    static final String SECRET = "sb_secret_0123456789abcdefghijkl_01234567";
    static final UUID TENANT = UUID.fromString("01940000-0000-7000-8000-000000000001");
    static final UUID USER = UUID.fromString("01940000-0000-7000-8000-000000000002");

    static final TestTokens tokens = TestTokens.start(Clock.systemUTC());
    static final StandInService auth = StandInService.start("auth");
    static final StandInService tickets = StandInService.start("tickets");
    static final StandInService automation = StandInService.start("automation");
    static final StandInService notification = StandInService.start("notification");

    private static final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Value("${local.server.port}")
    int port;

    @Value("${local.management.port}")
    int managementPort;

    @DynamicPropertySource
    static void surroundings(DynamicPropertyRegistry registry) {
        registry.add("deskwire.identity.issuer", tokens::issuer);
        registry.add("deskwire.identity.keys-url", tokens::keysUrl);
        registry.add("deskwire.kafka.bootstrap-servers", TestServers::kafka);
        registry.add("deskwire.services.auth", auth::url);
        registry.add("deskwire.services.tickets", tickets::url);
        registry.add("deskwire.services.automation", automation::url);
        registry.add("deskwire.services.notification", notification::url);
        registry.add("deskwire.keys.publishable", () -> PUBLISHABLE);
        registry.add("deskwire.keys.secret", () -> SECRET);
        registry.add("deskwire.gateway.cors-origins", () -> "https://app.example,https://*.desk.example");
    }

    @BeforeEach
    void forget() {
        List.of(auth, tickets, automation, notification).forEach(StandInService::reset);
    }

    static String member() {
        return tokens.member(TENANT, USER, "agent", "tickets.read");
    }

    static String serviceToken(UUID key) {
        return tokens.mint(Map.of(
                "session_id",
                key.toString(),
                "tenant_id",
                TENANT.toString(),
                "tenant_role",
                "service",
                "is_service_user",
                true));
    }

    static void grant(String token) {
        auth.script("/token", StandInService.json(200, """
                {"access_token":"%s","token_type":"bearer","expires_in":900}""".formatted(token)));
    }

    Request get(String path) {
        return new Request("GET", path);
    }

    Request post(String path) {
        return new Request("POST", path).body("{}");
    }

    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        /// Empty where the header is missing.
        String header(String name) {
            return String.join("|", response.headers().allValues(name));
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(response.body());
        }

        boolean isProblem() {
            return header("content-type").equals("application/problem+json")
                    && json().path("type").asString().startsWith("/problems/")
                    && json().path("status").asInt() == status()
                    && !json().path("request_id").asString().isEmpty();
        }
    }

    final class Request {
        private final HttpRequest.Builder builder;
        private final String method;
        private HttpRequest.BodyPublisher body = BodyPublishers.noBody();

        Request(String method, String path) {
            this.method = method;
            this.builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        }

        Request bearer(String token) {
            return header("Authorization", "Bearer " + token);
        }

        Request apikey(String key) {
            return header("apikey", key);
        }

        Request header(String name, String value) {
            builder.header(name, value);
            return this;
        }

        Request headers(Map<String, String> headers) {
            headers.forEach(builder::header);
            return this;
        }

        Request within(Duration limit) {
            builder.timeout(limit);
            return this;
        }

        Request body(String text) {
            return body(BodyPublishers.ofString(text));
        }

        Request body(HttpRequest.BodyPublisher publisher) {
            body = publisher;
            return this;
        }

        Answer send() {
            return new Answer(send(BodyHandlers.ofString()));
        }

        <T> HttpResponse<T> send(HttpResponse.BodyHandler<T> handler) {
            try {
                return http.send(builder.method(method, body).build(), handler);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException failure) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(failure);
            }
        }
    }
}
