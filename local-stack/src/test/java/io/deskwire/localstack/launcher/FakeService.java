package io.deskwire.localstack.launcher;

import com.sun.net.httpserver.HttpServer;
import io.deskwire.localstack.home.ServiceSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Stands in for a service: is ready at once, shows its environment, and dies when told to. One that is told to be
/// quiet by `DESKWIRE_TEST_QUIET` is never ready.
final class FakeService {

    private static final String CHAINS = """
            {"chains": [{"tenant_id": "00000000-0000-0000-0000-000000000000", "name": "platform", "entries": 3,
                         "broken_at": null, "complete": true}],
             "next_cursor": null}
            """;

    private FakeService() {}

    /// As the stack runs it.
    ///
    /// @param options such as `--broken`
    static ServiceSpec spec(String name, int portOffset, String... options) {
        var classes = Path.of("target", "test-classes").toAbsolutePath().toString();
        var program = new java.util.ArrayList<>(List.of("-cp", classes, FakeService.class.getName()));
        program.addAll(List.of(options));
        return new ServiceSpec(name, portOffset, portOffset, name.endsWith("-service"), program);
    }

    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--broken")) {
            System.out.println("cannot find my left shoe");
            System.exit(3);
        }
        if (String.valueOf(System.getenv("DESKWIRE_TEST_QUIET")).equals(System.getenv("SERVER_PORT"))) {
            System.out.println("looking for my right glove");
            Thread.currentThread().join();
        }
        serve("SERVER_PORT");
        if (System.getenv("MANAGEMENT_SERVER_PORT") != null) {
            serve("MANAGEMENT_SERVER_PORT");
        }
        System.out.println("ready");
    }

    private static void serve(String portVariable) throws IOException {
        var port = Integer.parseInt(System.getenv(portVariable));
        var server = HttpServer.create(new InetSocketAddress(System.getenv("SERVER_ADDRESS"), port), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                if (exchange.getRequestURI().getPath().equals("/die")) {
                    Runtime.getRuntime().halt(9);
                }
                var body = environment().toString().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.createContext("/auth/v1/admin/audit/chains", exchange -> {
            try (exchange) {
                var key = exchange.getRequestHeaders().getFirst("apikey");
                var known = String.valueOf(System.getenv("DESKWIRE_SECRET_KEY")).equals(key);
                var body = (known ? CHAINS : "{}").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(known ? 200 : 401, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    private static Map<String, String> environment() {
        var seen = new TreeMap<>(System.getenv());
        seen.keySet().removeIf(name -> !name.startsWith("DESKWIRE_"));
        return seen;
    }
}
