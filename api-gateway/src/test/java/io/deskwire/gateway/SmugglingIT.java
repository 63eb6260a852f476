package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// Who a request is from is told by its credential, whatever else it says and however it says it.
@ExtendWith(OutputCaptureExtension.class)
class SmugglingIT extends GatewayFixture {
    private static final String LIE = "smuggled";

    /// By which somebody could pass for somebody else where a service, a library or a proxy believed it.
    private static final List<String> IDENTITY = List.of(
            "X-Deskwire-Caller",
            "X-Deskwire-Tenant",
            "X-Deskwire-Purpose",
            "X-Deskwire-Permissions",
            "X-User",
            "X-User-Id",
            "X-User-Email",
            "X-Tenant-Id",
            "X-Role",
            "X-Roles",
            "X-Permissions",
            "X-Auth-Request-User",
            "X-Authenticated-User",
            "X-Caller-Id",
            "X-Api-Key",
            "X-Forwarded-User",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Forwarded-Prefix",
            "X-Forwarded-Ssl",
            "Forwarded",
            "X-Real-IP",
            "X-Client-IP",
            "True-Client-IP",
            "CF-Connecting-IP",
            "Sb-Forwarded-For",
            "X-Original-URL",
            "X-Rewrite-URL");

    private static Map<String, String> lies() {
        return IDENTITY.stream()
                .flatMap(name -> Stream.of(name, name.replace('-', '_')))
                .distinct()
                .collect(Collectors.toMap(name -> name, _ -> LIE));
    }

    private static List<StandInService.Seen> seen() {
        return Stream.of(auth, tickets, automation, notification)
                .flatMap(service -> Stream.concat(service.seen.stream(), service.handshakes.stream()))
                .toList();
    }

    private static void assertNoLie(StandInService.Seen request) {
        assertThat(request.headers().entries())
                .noneMatch(header -> header.getValue().contains(LIE))
                .filteredOn(header -> header.getKey().equalsIgnoreCase("X-Forwarded-For"))
                .singleElement()
                .satisfies(header -> assertThat(header.getValue()).isEqualTo("127.0.0.1"));
    }

    /// One address of each kind of guard.
    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/tickets",
        "GET, /api/v1/tenants",
        "POST, /api/v1/automation/jobs/claim",
        "POST, /automation/pairing/request",
        "POST, /api/v1/api-keys/leaks",
        "POST, /auth/v1/signup",
        "GET, /auth/v1/admin/users",
        "GET, /auth/v1/verify?token=x&type=signup",
        "POST, /token",
        "POST, /auth/bootstrap",
        "GET, /api/v1/notifications",
        "POST, /realtime/v1/api/broadcast"
    })
    void noHeaderTellsAServiceWhoCalls(String method, String path) {
        var answer = new Request(method, path)
                .apikey(PUBLISHABLE)
                .bearer(member())
                .headers(lies())
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(seen()).singleElement().satisfies(SmugglingIT::assertNoLie);
    }

    @Test
    void headersAloneOpenNothing() {
        for (var path : List.of("/api/v1/tickets", "/api/v1/tenants", "/api/v1/automation/jobs", "/api/v1/events")) {
            assertThat(get(path).headers(lies()).send().status()).as(path).isEqualTo(401);
        }
        assertThat(seen()).isEmpty();
    }

    @Test
    void aSecretInAHeaderOfAnotherSpellingIsNotPassedOn() {
        get("/api/v1/tickets")
                .bearer(member())
                .headers(Map.of("api_key", SECRET, "api-key", SECRET, "X_Api_Key", SECRET))
                .send();

        assertThat(seen())
                .singleElement()
                .satisfies(request -> assertThat(request.headers().entries())
                        .noneMatch(header -> header.getValue().contains("sb_secret_")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tickets",
                "/auth/v1/user",
                "/auth/v1/admin/users",
                "/token",
                "/realtime/v1/api/broadcast"
            })
    void twoCredentialsOfAKindAreNone(String path) throws IOException {
        for (var doubled : List.of(
                "Authorization: Bearer " + member() + "\nAuthorization: Bearer " + SECRET + "\napikey: " + PUBLISHABLE,
                "Authorization: Bearer " + member() + "\nauthorization: Basic eDp5\napikey: " + PUBLISHABLE,
                "apikey: " + PUBLISHABLE + "\nAPIKEY: " + SECRET,
                "Authorization: Bearer " + member() + "\napikey: " + PUBLISHABLE + "\napikey: " + PUBLISHABLE)) {
            var answer = raw("GET " + path + " HTTP/1.1\nHost: x\n" + doubled + "\nConnection: close\n\n");
            assertThat(answer).startsWith("HTTP/1.1 401");
        }
        assertThat(seen()).isEmpty();
    }

    /// Several in one header are one that does not hold.
    @Test
    void aListOfBearersIsNone() {
        var answer = get("/api/v1/tickets").header("Authorization", "Bearer " + member() + ", Bearer " + member());

        assertThat(answer.send().status()).isEqualTo(401);
        assertThat(seen()).isEmpty();
    }

    /// What servers read differently is read by nobody behind the gateway.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-User-Id : smuggled",
                "X-Odd: a\n X-User-Id: smuggled",
                "X-Odd: a\n\tX-User-Id: smuggled",
                "X-User\0-Id: smuggled",
                "X-Odd: a\0X-User-Id: smuggled",
                "X-Odd: a\rX-User-Id: smuggled",
                "(X-User-Id): smuggled",
                "X-User-Id",
                "Content-Length: 0\nContent-Length: 44",
                "Content-Length: +5",
                "Content-Length: -1",
                "Content-Length: 0x10",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked\nTransfer-Encoding: identity"
            })
    void aMalformedHeadReachesNobodyAsSomethingElse(String header, CapturedOutput log) throws IOException {
        var answer = raw("POST /api/v1/tickets HTTP/1.1\nHost: x\nAuthorization: Bearer " + member() + "\n" + header
                + "\nConnection: close\n\nGET /api/v1/audit HTTP/1.1\nHost: x\n\n");

        assertThat(answer)
                .satisfiesAnyOf(
                        text -> assertThat(text).isEmpty(),
                        text -> assertThat(text).matches("(?s)HTTP/1\\.1 (200|400|501).*"));
        assertThat(auth.seen).isEmpty();
        assertThat(seen()).allSatisfy(request -> {
            assertThat(request.header("X-User-Id")).isNull();
            assertThat(request.header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        });
        // Nor does it fill the log.
        assertThat(log).doesNotContain("500 Server Error", "IllegalStateException");
    }

    @Test
    void trailersOfABodyTellNothing() throws IOException {
        raw("""
                POST /api/v1/tickets HTTP/1.1
                Host: x
                Authorization: Bearer %s
                Transfer-Encoding: chunked
                Trailer: X-User-Id, Authorization
                Connection: close

                2
                {}
                0
                X-User-Id: smuggled
                Authorization: Bearer smuggled

                """.formatted(member()));

        assertThat(seen()).singleElement().satisfies(request -> {
            assertThat(request.header("X-User-Id")).isNull();
            assertThat(request.header("Authorization")).startsWith("Bearer ey");
            assertThat(request.headers().getAll("Authorization")).hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/automation/..;x=y/tickets",
                "/auth/v1/.well-known/..;/admin/users",
                "/api/v1/tickets/%2e%2e;a/audit",
                "/api/v1/automation/%2E./tickets"
            })
    void parametersOfADotSegmentLeadNowhere(String path) throws IOException {
        var answer = raw(
                "GET " + path + " HTTP/1.1\nHost: x\nAuthorization: Bearer " + member() + "\nConnection: close\n\n");

        assertThat(answer).matches("(?s)HTTP/1\\.1 40[04].*");
        assertThat(seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/tickets/%", "/api/v1/tickets/%zz", "/api/v1/tickets?a=%", "/api/v1/tickets/a\u0001b"})
    void anAddressThatIsNoneIsAnsweredAndNotAFailure(String target) throws IOException {
        var answer = raw(
                "GET " + target + " HTTP/1.1\nHost: x\nAuthorization: Bearer " + member() + "\nConnection: close\n\n");

        assertThat(answer).doesNotStartWith("HTTP/1.1 5");
        assertThat(answer).doesNotContain("Exception", "at io.", "at org.");
    }

    @Test
    void oversizedHeadsAreRefused() throws IOException {
        var headers = new ArrayList<String>();
        headers.add("X-Big: " + "x".repeat(40_000));
        headers.add(Stream.iterate(0, i -> i + 1)
                .limit(2_000)
                .map(i -> "X-H" + i + ": " + "y".repeat(20))
                .collect(Collectors.joining("\n")));
        for (var header : headers) {
            assertThat(raw("GET /api/v1/tickets HTTP/1.1\nHost: x\nAuthorization: Bearer " + member() + "\n" + header
                            + "\nConnection: close\n\n"))
                    .matches("(?s)(HTTP/1\\.1 4(00|13|31).*)?");
        }
        assertThat(raw("GET /api/v1/tickets?q=" + "z".repeat(20_000) + " HTTP/1.1\nHost: x\nAuthorization: Bearer "
                        + member() + "\nConnection: close\n\n"))
                .matches("(?s)(HTTP/1\\.1 4(00|14).*)?");
        assertThat(seen()).isEmpty();
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            // A bare line break within a header is written as \r alone; every \n is a line's end.
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.net.SocketException reset) {
            return ""; // refused before everything was sent
        }
    }
}
