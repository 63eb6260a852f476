package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;

/// An answer may come before the client has sent its whole body. The connection then either ends, and says so, or
/// serves the next request; it never falls silent.
@Timeout(60)
@TestPropertySource(
        properties = {
            "deskwire.gateway.max-body=10KB",
            "spring.cloud.gateway.server.webflux.httpclient.response-timeout=500ms"
        })
class EarlyAnswersIT extends GatewayFixture {
    enum Framing {
        CHUNKED,
        LENGTH
    }

    @ParameterizedTest
    @EnumSource
    void refusedAtTheDoor(Framing framing) throws IOException {
        assertThat(earlyAnswer(framing, "/api/v1/tickets", "bad", 1_000)).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource
    void answeredByAServiceThatDoesNotRead(Framing framing) throws IOException {
        tickets.scriptUnread("/api/v1/tickets", 409);
        assertThat(earlyAnswer(framing, "/api/v1/tickets", member(), 1_000)).isEqualTo(409);
    }

    @ParameterizedTest
    @EnumSource
    void givenUpOn(Framing framing) throws IOException {
        tickets.script("/api/v1/tickets", (_, _) -> Mono.never());
        assertThat(earlyAnswer(framing, "/api/v1/tickets", member(), 1_000)).isEqualTo(503);
    }

    @ParameterizedTest
    @EnumSource
    void tooLarge(Framing framing) throws IOException {
        assertThat(earlyAnswer(framing, "/api/v1/tickets", member(), 20_000)).isEqualTo(413);
    }

    @ParameterizedTest
    @EnumSource
    void nobodyThere(Framing framing) throws IOException {
        assertThat(earlyAnswer(framing, "/nowhere", member(), 1_000)).isEqualTo(404);
    }

    /// Sends the head and half of the body, reads the answer, sends the rest and a second request.
    private int earlyAnswer(Framing framing, String path, String token, int half) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            var out = socket.getOutputStream();
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var part = "x".repeat(half);
            var size = framing == Framing.CHUNKED ? "Transfer-Encoding: chunked" : "Content-Length: " + 2 * half;
            write(
                    out,
                    "POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n" + size
                            + "\r\n\r\n");
            write(out, framing == Framing.CHUNKED ? Integer.toHexString(half) + "\r\n" + part + "\r\n" : part);
            var first = answer(in);
            if (first.closes()) {
                return first.status();
            }
            var rest = framing == Framing.CHUNKED ? Integer.toHexString(half) + "\r\n" + part + "\r\n0\r\n\r\n" : part;
            write(out, rest);
            write(out, "GET /version HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(answer(in).status())
                    .as("the next request on the connection")
                    .isEqualTo(200);
            return first.status();
        }
    }

    private record Head(int status, boolean closes) {}

    private static Head answer(BufferedReader in) throws IOException {
        var status = Integer.parseInt(in.readLine().split(" ")[1]);
        var closes = false;
        var length = 0;
        for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            var lower = line.toLowerCase(Locale.ROOT);
            closes |= lower.equals("connection: close");
            if (lower.startsWith("content-length: ")) {
                length = Integer.parseInt(lower.substring("content-length: ".length()));
            }
        }
        for (int i = 0; i < length; i++) {
            in.read();
        }
        return new Head(status, closes);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
