package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Short limits of time. Apart from every other test, whose neighbours may be slower than that on a crowded machine.
@TestPropertySource(
        properties = {
            "server.netty.idle-timeout=1s",
            "spring.cloud.gateway.server.webflux.httpclient.response-timeout=500ms"
        })
class TimeoutsIT extends GatewayFixture {
    private static String person(UUID tenant) {
        return tokens.member(tenant, UUID.randomUUID(), "agent");
    }

    @Test
    void aSlowServiceIsA503ThatSaysSo() {
        tickets.script("/api/v1/tickets", (_, _) -> Mono.never());

        var answer = post("/api/v1/tickets").bearer(person(UUID.randomUUID())).send();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.json().path("detail").asString()).contains("in time", "Idempotency-Key");
        assertThat(answer.header("retry-after")).isEqualTo("2");
    }

    @Test
    void slowSignInIsA503ThatTheClientRetries() {
        auth.script("/auth/v1/token", (_, _) -> Mono.never());

        var answer = post("/auth/v1/token").apikey(PUBLISHABLE).send();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("message").asString()).contains("auth did not answer in time");
    }

    @Test
    void aQuietStreamAndAQuietSocketOutliveEveryTimeout() throws Exception {
        var socket = RealtimeClient.connect(port, "?apikey=" + PUBLISHABLE);
        var response =
                get("/api/v1/events/stream").bearer(person(UUID.randomUUID())).send(BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("event: ready");
            awaitTheEndOfALaterIdleConnection();
            notification.events.tryEmitNext("data: late\n\n");
            assertThat(lines.lines().anyMatch("data: late"::equals)).isTrue();
            socket.say("late");
            assertThat(socket.heard.poll(30, TimeUnit.SECONDS)).isEqualTo("notification heard late");
            socket.close();
        }
    }

    /// Time enough has passed for what began before: the gateway has ended this for being quiet.
    private void awaitTheEndOfALaterIdleConnection() throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("GET /version HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aClientThatSendsItsBodyDropByDropIsCutOff() {
        var drops = Flux.interval(Duration.ofMillis(100))
                .map(_ -> ByteBuffer.wrap(new byte[] {'x'}))
                .take(10);

        var answer = post("/api/v1/tickets")
                .bearer(person(UUID.randomUUID()))
                .body(BodyPublishers.fromPublisher(JdkFlowAdapter.publisherToFlowPublisher(drops)))
                .send();

        assertThat(answer.status()).isEqualTo(503);
    }
}
