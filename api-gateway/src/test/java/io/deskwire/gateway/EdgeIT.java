package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeIT extends GatewayFixture {
    private static final int LIMIT = 1_048_576;

    @Test
    void headersThatNameACallerDoNotComeThrough() {
        get("/api/v1/tickets")
                .bearer(member())
                .headers(Map.of(
                        "X-Forwarded-For", "203.0.113.7",
                        "X-Forwarded-Host", "evil.example",
                        "X-Forwarded-Proto", "https",
                        "Forwarded", "for=203.0.113.7",
                        "X-Real-IP", "203.0.113.7",
                        "X-Deskwire-Tenant", "other",
                        "X-User-Id", "admin",
                        "X-Tenant-Id", "other",
                        "X-Tenant", "acme",
                        "If-Match", "W/\"1\""))
                .send();

        var seen = tickets.seen.getFirst();
        assertThat(seen.header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(seen.header("X-Forwarded-Host")).isEqualTo("127.0.0.1:" + port);
        assertThat(seen.header("X-Forwarded-Port")).isEqualTo(String.valueOf(port));
        assertThat(seen.header("X-Forwarded-Proto")).isEqualTo("http");
        for (var name : new String[] {"Forwarded", "X-Real-IP", "X-Deskwire-Tenant", "X-User-Id", "X-Tenant-Id"}) {
            assertThat(seen.header(name)).as(name).isNull();
        }
        assertThat(seen.header("X-Tenant")).isEqualTo("acme");
        assertThat(seen.header("If-Match")).isEqualTo("W/\"1\"");
    }

    /// `Connection` names headers of one hop: a proxy must drop them, and must not drop its own.
    @Test
    void connectionOptionsCannotRemoveWhatTheGatewaySays() throws IOException {
        var answer = raw("""
                GET /api/v1/tickets HTTP/1.1
                Host: acme.desk.example
                Authorization: Bearer %s
                Connection: close, authorization, x-forwarded-for, x-request-id, x-tenant
                X-Tenant: acme

                """.formatted(member()));

        assertThat(answer).startsWith("HTTP/1.1 200");
        var seen = tickets.seen.getFirst();
        assertThat(seen.header("Authorization")).startsWith("Bearer ey");
        assertThat(seen.header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(seen.header("X-Forwarded-Host")).isEqualTo("acme.desk.example");
        assertThat(seen.header("X-Request-Id")).isNotEmpty();
        assertThat(seen.header("X-Tenant")).isNull();
    }

    @Test
    void aSecondRequestHiddenInABodyIsNotServed() throws IOException {
        var hidden = "GET /api/v1/audit HTTP/1.1\nHost: x\n\n";
        raw("""
                POST /api/v1/tickets HTTP/1.1
                Host: x
                Authorization: Bearer %s
                Content-Length: 4
                Transfer-Encoding: chunked
                Connection: close

                0

                %s""".formatted(member(), hidden));
        raw("""
                DELETE /api/v1/tickets/7 HTTP/1.1
                Host: x
                Authorization: Bearer %s
                Transfer-Encoding: chunked
                Connection: close

                %s
                %s
                0

                """.formatted(member(), Integer.toHexString(hidden.length() + hidden.split("\n", -1).length - 1), hidden));

        assertThat(auth.seen).isEmpty();
        assertThat(tickets.seen).extracting(StandInService.Seen::method).containsOnly("DELETE");
        assertThat(tickets.seen).extracting(StandInService.Seen::body).allMatch(body -> body.contains("audit"));
    }

    @Test
    void aListedOriginMayReadAnswersWithCredentials() {
        for (var origin : new String[] {"https://app.example", "https://acme.desk.example"}) {
            var answer = get("/api/v1/tickets")
                    .bearer(member())
                    .header("Origin", origin)
                    .send();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("access-control-allow-origin")).isEqualTo(origin);
            assertThat(answer.header("access-control-allow-credentials")).isEqualTo("true");
            assertThat(answer.header("access-control-expose-headers"))
                    .contains("ETag", "RateLimit", "X-Supabase-Api-Version", "Idempotency-Replayed");
            assertThat(answer.header("vary")).contains("Origin");
        }
    }

    @Test
    void errorsOfTheGatewayCanBeReadByListedOriginsToo() {
        var answer =
                get("/api/v1/tickets").header("Origin", "https://app.example").send();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://app.example");
    }

    @Test
    void aPreflightIsAnsweredHere() {
        var answer = new Request("OPTIONS", "/api/v1/tickets")
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "PATCH")
                .header(
                        "Access-Control-Request-Headers",
                        "authorization,apikey,x-client-info,idempotency-key,if-match,traceparent,tracestate,baggage")
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://app.example");
        assertThat(answer.header("access-control-allow-methods")).contains("PATCH");
        assertThat(answer.header("access-control-allow-headers"))
                .contains(
                        "authorization",
                        "apikey",
                        "x-client-info",
                        "idempotency-key",
                        "if-match",
                        "traceparent",
                        "tracestate",
                        "baggage");
        assertThat(answer.header("access-control-max-age")).isEqualTo("7200");
        assertThat(tickets.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "https://desk.example.evil.example", "http://app.example", "null"})
    void anotherOriginIsServedButItsPagesCannotRead(String origin) {
        var answer =
                get("/api/v1/tickets").bearer(member()).header("Origin", origin).send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("access-control-allow-origin")).isEmpty();

        var preflight = new Request("OPTIONS", "/api/v1/tickets")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "PATCH")
                .send();
        assertThat(preflight.header("access-control-allow-origin")).isEmpty();
        assertThat(tickets.seen).hasSize(1);
    }

    @Test
    void aBodyOfTheLimitPassesAndALargerOneDoesNot() {
        var fits =
                post("/api/v1/tickets").bearer(member()).body("x".repeat(LIMIT)).send();
        assertThat(fits.status()).isEqualTo(200);
        assertThat(tickets.seen.getFirst().body()).hasSize(LIMIT);

        var answer = post("/api/v1/tickets")
                .bearer(member())
                .body("x".repeat(LIMIT + 1))
                .send();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.json().path("type").asString()).isEqualTo("/problems/too-large");
        assertThat(tickets.seen).hasSize(1);
    }

    @Test
    void aChunkedBodyIsHeldToTheLimitToo() {
        var fits = post("/api/v1/tickets").bearer(member()).body(chunked(LIMIT)).send();
        assertThat(fits.status()).isEqualTo(200);
        assertThat(tickets.seen.getFirst().body()).hasSize(LIMIT);

        var answer = post("/api/v1/tickets")
                .bearer(member())
                .body(chunked(2 * LIMIT))
                .send();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.isProblem()).isTrue();
        assertThat(tickets.seen).hasSize(1);
    }

    @Test
    void signInClientsUnderstandTheGatewaysErrors() {
        var answer = post("/auth/v1/signup")
                .apikey(PUBLISHABLE)
                .header("X-Supabase-Api-Version", "2024-01-01")
                .body("x".repeat(LIMIT + 1))
                .send();

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("code").asString()).isEqualTo("request_entity_too_large");
        assertThat(answer.json().path("message").asString()).contains("1048576");
        assertThat(answer.header("x-supabase-api-version")).isEqualTo("2024-01-01");
    }

    private static java.net.http.HttpRequest.BodyPublisher chunked(int length) {
        return BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream("x".repeat(length).getBytes(StandardCharsets.US_ASCII)));
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
