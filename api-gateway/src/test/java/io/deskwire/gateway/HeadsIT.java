package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests whose head is not as RFC 9112 and RFC 3986 want it are answered 400 here and reach nobody.
class HeadsIT extends GatewayFixture {
    /// `|` separates lines.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/tickets HTTP/1.1|Host: x|Host: x",
                "GET /api/v1/tickets HTTP/1.1|Host: x|host: y",
                "GET /api/v1/tickets HTTP/1.1|Host: x|X-Odd: a|Host: x",
                "GET /api/v1/tickets HTTP/1.0|Host: x|Host: y",
                "GET /api/v1/tickets HTTP/1.1|X-Odd: a",
                "GET /api/v1/tickets HTTP/1.1|Host: a.example, b.example",
                "GET /api/v1/tickets HTTP/1.1|Host: a example",
                "GET /api/v1/tickets HTTP/1.1|Host: a.example/path",
                "GET /api/v1/tickets HTTP/1.1|Host: somebody@a.example",
                "GET /api/v1/tickets HTTP/1.1|Host: a.example:80:81",
                "GET /api/v1/tickets HTTP/1.1|Host: a.example:port",
                "GET /api/v1/tickets HTTP/1.1|Host: a.example:65536",
                "GET /api/v1/tickets HTTP/1.1|Host: :80",
                "GET /api/v1/tickets HTTP/1.1|Host: x:",
                "GET /api/v1/tickets HTTP/1.1|Host: x|X-Odd: a| b",
                "GET /api/v1/tickets HTTP/1.1|Host: x|X-Odd: a|\tb",
                "GET /api/v1/tickets HTTP/1.1|Host: x|X-Odd:| b",
                "GET /api/v1/tickets HTTP/1.1|Host: x|X-Odd: a| ",
                "GET /api/v1/tickets HTTP/1.1|Host:| x",
                "GET /api/v1/tickets HTTP/1.1| Host: x",
                "GET /api/v1/tickets HTTP/1.1|Host: x|X-Odd : a",
                "GET /api/v1/tickets HTTP/1.1|Host: x|X-Odd",
                "GET /api/v1/tickets HTTP/1.1|Host: x|: a",
                "GET /api/v1/tickets HTTP/1.1|Host: x|X Odd: a",
                "GET /api/v1/tickets HTTP/1.1|Host: x|X-Odd: a\0b",
                "GET /api/v1/tickets HTTP/1.1|Host: x|X-Odd: a\rb",
                "POST /api/v1/tickets HTTP/1.1|Host: x|Content-Length: 2|Content-Length: 2",
                "POST /api/v1/tickets HTTP/1.1|Host: x|Content-Length: 2|Content-Length: 3",
                "POST /api/v1/tickets HTTP/1.1|Host: x|Content-Length: 2, 2",
                "POST /api/v1/tickets HTTP/1.1|Host: x|Content-Length: +2",
                "POST /api/v1/tickets HTTP/1.1|Host: x|Content-Length: -2",
                "POST /api/v1/tickets HTTP/1.1|Host: x|Content-Length: 0x2",
                "POST /api/v1/tickets HTTP/1.1|Host: x|Content-Length: two",
                "POST /api/v1/tickets HTTP/1.1|Host: x|Content-Length: 2|Transfer-Encoding: chunked",
                "POST /api/v1/tickets HTTP/1.1|Host: x|Transfer-Encoding: chunked|Content-Length: 2",
                "POST /api/v1/tickets HTTP/1.0|Host: x|Transfer-Encoding: chunked",
                "POST /api/v1/tickets HTTP/1.1|Host: x|Transfer-Encoding: chunked, identity",
                "POST /api/v1/tickets HTTP/1.1|Host: x|Transfer-Encoding: xchunked",
                "POST /api/v1/tickets HTTP/1.1|Host: x|Transfer-Encoding: chunked|Transfer-Encoding: identity",
                "GET api/v1/tickets HTTP/1.1|Host: x",
                "GET /api/v1/tickets#top HTTP/1.1|Host: x",
                "GET /api/v1/tickets",
                "GET /api/v1/tickets HTTP/1.1 more|Host: x",
                "GET /api/v1/tickets HTTQ/1.1|Host: x",
                "GET /api/v1/tickets HTTP/x.y|Host: x",
                "G(T /api/v1/tickets HTTP/1.1|Host: x"
            })
    void aHeadThatServersReadDifferentlyIsRefused(String head) throws IOException {
        var answer = raw(head.replace("|", "\r\n") + "\r\nAuthorization: Bearer " + member()
                + "\r\nConnection: close\r\n\r\n{}");

        assertThat(answer).matches("(?s)HTTP/1\\.[01] 400.*");
        assertThat(seen()).isEmpty();
    }

    @Test
    void aFoldIsFoundWhereverTheBytesAreCutAndWhateverCameBefore() throws IOException {
        var first = "POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + member()
                + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\n\n }\r\n0\r\n\r\n";
        var second = "POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + member()
                + "\r\nContent-Length: 5\r\n\r\n{\n  }";
        var folded = "GET /api/v1/tickets HTTP/1.1\r\nHost: x\r\nX-Odd: a\r\n b: c\r\nAuthorization: Bearer " + member()
                + "\r\n\r\n";
        for (var size : new int[] {1, 7, 10_000}) {
            forget();
            var answers = raw(first + second + "\r\n" + first + folded, size);

            assertThat(answers.split("HTTP/1\\.1 ", -1))
                    .as("in parts of %d", size)
                    .satisfies(parts -> {
                        assertThat(parts).hasSize(5);
                        assertThat(parts[1]).startsWith("200");
                        assertThat(parts[2]).startsWith("200");
                        assertThat(parts[3]).startsWith("200");
                        assertThat(parts[4]).startsWith("400").contains("a header continues on the next line");
                    });
            assertThat(tickets.seen)
                    .extracting(StandInService.Seen::body)
                    .containsExactly("{\n\n }", "{\n  }", "{\n\n }");
        }
    }

    @Test
    void nobodyMarksARequestButTheGateway() throws IOException {
        var answer = raw("GET /api/v1/tickets HTTP/1.1\r\nHost: x\r\nX-Deskwire-Fault: nonsense\r\n"
                + "Authorization: Bearer " + member() + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(tickets.seen.getFirst().header("X-Deskwire-Fault")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x:80", "acme.desk.example", "[::1]:54321", "127.0.0.1"})
    void hostsOfEveryFormAreLetIn(String host) throws IOException {
        assertThat(raw("GET /api/v1/tickets HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + member()
                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void http10NeedsNoHost() throws IOException {
        assertThat(raw("GET /api/v1/tickets HTTP/1.0\r\nAuthorization: Bearer " + member() + "\r\n\r\n"))
                .matches("(?s)HTTP/1\\.[01] 200.*");
    }

    @ParameterizedTest
    @CsvSource({
        "?q=%zz, two hexadecimal digits",
        "?q=%, two hexadecimal digits",
        "?q=%a, two hexadecimal digits",
        "?q=%C3, not UTF-8",
        "?q=%FF, not UTF-8",
        "?q=M%FCller, not UTF-8",
        "?a=1&M%FCller=2, not UTF-8",
        "?q=%C0%AF, not UTF-8",
        "?q=%ED%A0%80, not UTF-8",
        "?q=a%C3&r=%A4, not UTF-8",
        "/%zz, two hexadecimal digits",
        "/%FF, not UTF-8",
        "/%C3/x, not UTF-8",
        "?q=a|b, must be percent-encoded",
        "?q=\u00fc, must be percent-encoded",
        "/a[0], must be percent-encoded",
        "?q=\"a\", must be percent-encoded",
        "?q=a\\b, must be percent-encoded"
    })
    void anAddressThatIsNoneIsAProblemOf400InTheShapeOfItsClients(String rest, String reason) throws IOException {
        for (var path : new String[] {
            "/api/v1/tickets",
            "/api/v1/events/stream",
            "/api/v1/automation/jobs",
            "/api/v1/members",
            "/automation/pairing/request",
            "/health",
            "/nowhere"
        }) {
            var answer = refused(path + rest);
            assertThat(answer.path("type").asString()).as(path).isEqualTo("/problems/malformed");
            assertThat(answer.path("status").asInt()).isEqualTo(400);
            assertThat(answer.path("detail").asString()).contains(reason);
            assertThat(answer.path("request_id").asString()).isNotEmpty();
        }
        var auth = refused("/auth/v1/user" + rest);
        assertThat(auth.path("code").asString()).isEqualTo("validation_failed");
        assertThat(auth.path("message").asString()).contains(reason);
        assertThat(refused("/realtime/v1/api/broadcast" + rest).path("error").asString())
                .contains(reason);
        assertThat(refused("/rest/v1/todos" + rest).path("message").asString()).contains(reason);
        assertThat(refused("/functions/v1/hello" + rest).path("message").asString())
                .contains(reason);
        var storage = refused("/storage/v1/object/a/b" + rest);
        assertThat(storage.path("statusCode").asString()).isEqualTo("400");
        assertThat(storage.path("message").asString()).contains(reason);
        assertThat(seen()).isEmpty();
    }

    @Test
    void pagesMayReadWhyTheirAddressWasRefused() throws IOException {
        assertThat(raw("GET /api/v1/tickets?q=%zz HTTP/1.1\r\nHost: x\r\nOrigin: https://app.example\r\n"
                        + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("Access-Control-Allow-Origin: https://app.example");
    }

    private JsonNode refused(String target) throws IOException {
        var answer = raw("GET " + target + " HTTP/1.1\r\nHost: x\r\napikey: " + PUBLISHABLE + "\r\n"
                + "Authorization: Bearer " + member() + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).as(target).startsWith("HTTP/1.1 400");
        return JsonMapper.shared().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }

    private static Stream<StandInService.Seen> seen() {
        return Stream.of(auth, tickets, automation, notification)
                .flatMap(service -> Stream.concat(service.seen.stream(), service.handshakes.stream()));
    }

    private String raw(String request) throws IOException {
        return raw(request, Integer.MAX_VALUE);
    }

    /// Sends the bytes in parts of that size.
    private String raw(String request, int size) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
            var bytes = request.getBytes(StandardCharsets.ISO_8859_1);
            for (int at = 0; at < bytes.length; at += size == Integer.MAX_VALUE ? bytes.length : size) {
                socket.getOutputStream().write(bytes, at, Math.min(size, bytes.length - at));
                socket.getOutputStream().flush();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
