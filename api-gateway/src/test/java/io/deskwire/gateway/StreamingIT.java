package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Sinks.EmitResult;

@Timeout(60)
class StreamingIT extends GatewayFixture {
    @Test
    void eachEventOfAStreamArrivesWhenItIsSent() throws Exception {
        var response = get("/api/v1/events/stream")
                .bearer(member())
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", "c1")
                .send(BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        assertThat(notification.seen.getFirst().header("Last-Event-ID")).isEqualTo("c1");

        try (InputStream body = response.body();
                var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("event: ready");
            assertThat(lines.readLine()).isEqualTo("data: {}");
            assertThat(lines.readLine()).isEmpty();
            for (int i = 0; i < 3; i++) {
                // The next event is sent only after the last one was read: a buffer anywhere would hang here.
                assertThat(notification.events.tryEmitNext("data: " + i + "\n\n"))
                        .isEqualTo(EmitResult.OK);
                assertThat(lines.readLine()).isEqualTo("data: " + i);
                assertThat(lines.readLine()).isEmpty();
            }
        }
        Awaitility.await("the service learns that the client left").until(() -> {
            notification.events.tryEmitNext(": still there?\n\n");
            return notification.events.currentSubscriberCount() == 0;
        });
    }

    @Test
    void aWebSocketCarriesMessagesBothWays() throws Exception {
        var client = RealtimeClient.connect(port, "?apikey=" + PUBLISHABLE + "&vsn=2.0.0");

        client.say("hello");
        assertThat(client.heard.poll(30, TimeUnit.SECONDS)).isEqualTo("notification heard hello");
        var large = "x".repeat(300_000);
        client.say(large);
        assertThat(client.heard.poll(30, TimeUnit.SECONDS)).hasSize(large.length() + "notification heard ".length());

        var handshake = notification.handshakes.getFirst();
        assertThat(handshake.header("X-Forwarded-Host")).isEqualTo("127.0.0.1:" + port);
        assertThat(handshake.header("X-Request-Id")).isNotEmpty();
        assertThat(handshake.header("X-User-Id")).isNull();
        assertThat(handshake.header("Authorization")).isNull();

        client.close();
        assertThat(client.closed.get(30, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
    }

    @Test
    void aWebSocketNeedsTheDeploymentKey() {
        assertThatThrownBy(() -> RealtimeClient.connect(port, "?vsn=2.0.0"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThat(notification.handshakes).isEmpty();
    }

    @Test
    void aWebSocketToADeadServiceEnds() throws Exception {
        notification.stop();
        try {
            var client = RealtimeClient.connect(port, "?apikey=" + PUBLISHABLE);
            assertThat(client.closed.get(30, TimeUnit.SECONDS)).isNotEqualTo(WebSocket.NORMAL_CLOSURE);
        } finally {
            notification.restart();
        }
    }
}
