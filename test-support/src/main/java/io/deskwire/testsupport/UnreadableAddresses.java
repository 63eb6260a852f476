package io.deskwire.testsupport;

import io.deskwire.testsupport.HttpContract.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Sends each operation of a contract addresses that no client means: percent-encoding that is none, bytes that are not
/// UTF-8, NUL; in the query and in each variable of the path. Raw, because HTTP clients refuse to.
public final class UnreadableAddresses {
    private static final List<String> BAD = List.of("M%FCller", "%C3", "%FF", "%zz", "%", "a%00b");
    private static final String SOME_ID = "00000000-0000-7000-8000-000000000000";

    private UnreadableAddresses() {}

    /// A line for each request that is not refused with 400 and a problem (below `/auth/v1`: GoTrue's error); empty
    /// where all is well.
    public static List<String> findings(int port, HttpContract contract) {
        var findings = new ArrayList<String>();
        for (var operation : contract.operations()) {
            for (var bad : BAD) {
                for (var path : paths(operation, bad)) {
                    check(port, operation.method(), path, findings);
                }
            }
        }
        return findings;
    }

    private static List<String> paths(Operation operation, String bad) {
        var plain = operation.path().replace("{}", SOME_ID);
        var paths = new ArrayList<>(List.of(plain + "?q=" + bad, plain + "?" + bad + "=1", plain + "?limit=1&" + bad));
        if (operation.path().contains("{}")) {
            paths.add(operation.path().replace("{}", bad));
        }
        return paths;
    }

    private static void check(int port, String method, String path, List<String> findings) {
        var answer = answer(port, method, path);
        var code = path.startsWith("/auth/v1/")
                ? "\"error_code\":\"validation_failed\""
                : "\"type\":\"/problems/malformed\"";
        if (!answer.startsWith("HTTP/1.1 400 ") || !answer.contains(code)) {
            findings.add(method + " " + path + ": " + answer.lines().findFirst().orElse("nothing") + " … "
                    + answer.substring(Math.max(0, answer.length() - 200)));
        }
    }

    private static String answer(int port, String method, String path) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .formatted(method, path)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
