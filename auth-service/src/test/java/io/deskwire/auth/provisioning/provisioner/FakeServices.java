package io.deskwire.auth.provisioning.provisioner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.springframework.test.context.DynamicPropertyRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The four services on loopback, as far as their documented APIs are used, with the faults of real networks.
public final class FakeServices implements AutoCloseable {
    public static final String KEY = "the-service's-key";

    /// What happens to a request.
    public enum Fault {
        /// 500, nothing done.
        BROKEN,
        /// Done, and the connection dies before the answer.
        ANSWER_LOST,
        /// No answer while the server is open, nothing done.
        SILENT,
        /// 403, nothing done.
        FORBIDDEN
    }

    public record Call(String method, String path, Map<String, List<String>> headers, JsonNode body) {}

    private record Answer(int status, Object body) {}

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
    private volatile String faultsAt = "";

    public final CopyOnWriteArrayList<Call> calls = new CopyOnWriteArrayList<>();
    /// Chatwoot.
    public final List<Map<String, Object>> accounts = new CopyOnWriteArrayList<>();
    public final List<Map<String, Object>> chatwootUsers = new CopyOnWriteArrayList<>();
    public final List<JsonNode> accountUsers = new CopyOnWriteArrayList<>();
    public volatile boolean listsAccounts = true;
    /// n8n.
    public final List<Map<String, Object>> projects = new CopyOnWriteArrayList<>();
    public final List<Map<String, Object>> n8nUsers = new CopyOnWriteArrayList<>();
    /// Botpress.
    public final List<Map<String, Object>> workspaces = new CopyOnWriteArrayList<>();
    public final List<Map<String, Object>> bots = new CopyOnWriteArrayList<>();
    /// Odoo: external id to number.
    public final Map<String, Integer> companies = new LinkedHashMap<>();
    public final List<Map<String, Object>> odooUsers = new CopyOnWriteArrayList<>();

    /// Lists say that there is more, whichever page is asked for.
    public volatile boolean endless;

    public FakeServices() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /// Configures these services to be this one, tried again without much waiting.
    public void configure(DynamicPropertyRegistry properties, String... services) {
        for (var service : services) {
            properties.add("deskwire.auth.provisioning." + service + ".url", this::url);
            properties.add("deskwire.auth.provisioning." + service + ".key", () -> KEY);
        }
        properties.add("deskwire.auth.provisioning.every", () -> "100ms");
        properties.add("deskwire.auth.provisioning.backoff", () -> "50ms");
        properties.add("deskwire.auth.provisioning.max-attempts", () -> "4");
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// The next requests whose method and path begin so go wrong, one a fault.
    public void fail(String beginning, Fault... next) {
        faultsAt = beginning;
        faults.addAll(List.of(next));
    }

    public List<Call> calls(String beginning) {
        return calls.stream()
                .filter(call -> (call.method() + " " + call.path()).startsWith(beginning))
                .toList();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var call = new Call(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders(),
                    text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text));
            calls.add(call);
            var fault = (call.method() + " " + call.path()).startsWith(faultsAt) ? faults.poll() : null;
            switch (fault) {
                case BROKEN -> send(exchange, new Answer(500, Map.of("error", KEY)));
                case FORBIDDEN -> send(exchange, new Answer(403, Map.of("message", "no licence")));
                case SILENT -> await();
                case ANSWER_LOST -> answer(call);
                case null -> send(exchange, answer(call));
            }
        }
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        if (answer.status() == 204) {
            exchange.sendResponseHeaders(204, -1);
            return;
        }
        var bytes = JSON.writeValueAsBytes(answer.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private synchronized Answer answer(Call call) {
        if (!authorized(call)) {
            return new Answer(401, Map.of("error", "Invalid access_token"));
        }
        var path = call.path();
        if (path.startsWith("/platform/")) {
            return chatwoot(call, path.substring("/platform/api/v1".length()));
        }
        if (path.startsWith("/api/v1/")) {
            return n8n(call, path.substring("/api/v1".length()));
        }
        if (path.startsWith("/v1/admin/")) {
            return botpress(call, path.substring("/v1/admin".length()));
        }
        return odoo(call, path.substring("/json/2/".length()));
    }

    private static boolean authorized(Call call) {
        return call.headers().entrySet().stream()
                .filter(header -> List.of("api_access_token", "x-n8n-api-key", "authorization")
                        .contains(header.getKey().toLowerCase(java.util.Locale.ROOT)))
                .anyMatch(header -> header.getValue().getFirst().endsWith(KEY));
    }

    private Answer chatwoot(Call call, String path) {
        if (call.method().equals("DELETE")) {
            return removed(accounts, path, 200);
        }
        if (path.equals("/accounts") && call.method().equals("GET")) {
            return listsAccounts ? new Answer(200, accounts) : new Answer(404, Map.of());
        }
        if (path.equals("/accounts")) {
            return new Answer(200, added(accounts, call.body(), accounts.size() + 1));
        }
        if (path.equals("/users")) {
            var known = find(chatwootUsers, "email", call.body().get("email").asString());
            return new Answer(
                    200, known != null ? known : added(chatwootUsers, call.body(), chatwootUsers.size() + 70));
        }
        accountUsers.add(call.body());
        return new Answer(200, Map.of());
    }

    private Answer n8n(Call call, String path) {
        if (call.method().equals("DELETE")) {
            return removed(projects, path, 204);
        }
        if (path.equals("/projects") && call.method().equals("GET")) {
            var page = new LinkedHashMap<String, Object>();
            page.put("data", projects);
            page.put("nextCursor", endless ? "more" : null);
            return new Answer(200, page);
        }
        if (path.equals("/projects")) {
            return new Answer(201, added(projects, call.body(), "p" + (projects.size() + 1)));
        }
        if (path.equals("/users")) {
            var user = added(n8nUsers, call.body().get(0), "u" + (n8nUsers.size() + 1));
            return new Answer(201, List.of(Map.of("user", user, "error", "")));
        }
        if (path.startsWith("/users/")) {
            var known = find(n8nUsers, "email", path.substring("/users/".length()));
            return known == null ? new Answer(404, Map.of("message", "none")) : new Answer(200, known);
        }
        return new Answer(201, Map.of());
    }

    private Answer botpress(Call call, String path) {
        if (call.method().equals("DELETE")) {
            return removed(workspaces, path, 200);
        }
        var list = path.equals("/workspaces") ? workspaces : bots;
        var name = path.substring(1);
        if (call.method().equals("GET")) {
            return new Answer(200, Map.of(name, list, "meta", endless ? Map.of("nextToken", "more") : Map.of()));
        }
        var made = added(list, call.body(), name + "-" + (list.size() + 1));
        return new Answer(200, name.equals("bots") ? Map.of("bot", made) : made);
    }

    private Answer odoo(Call call, String path) {
        return switch (path) {
            case "res.company/load" -> {
                var external = call.body().at("/data/0/0").asString();
                var number = companies.computeIfAbsent(external, _ -> companies.size() + 7);
                yield new Answer(200, Map.of("ids", List.of(number), "messages", List.of()));
            }
            case "res.users/search_read" -> {
                var known =
                        find(odooUsers, "login", call.body().at("/domain/0/2").asString());
                yield new Answer(200, known == null ? List.of() : List.of(known));
            }
            case "res.users/create" -> {
                added(odooUsers, call.body().at("/vals_list/0"), odooUsers.size() + 3);
                yield new Answer(200, List.of(odooUsers.size() + 2));
            }
            default -> new Answer(200, true);
        };
    }

    private static Answer removed(List<Map<String, Object>> list, String path, int status) {
        var id = path.substring(path.lastIndexOf('/') + 1);
        var there = list.removeIf(each -> String.valueOf(each.get("id")).equals(id));
        return there ? new Answer(status, Map.of()) : new Answer(404, Map.of("error", "not there"));
    }

    private static Map<String, Object> added(List<Map<String, Object>> list, JsonNode body, Object id) {
        var made = new LinkedHashMap<String, Object>();
        body.properties().forEach(member -> made.put(member.getKey(), member.getValue()));
        made.put("id", id);
        list.add(made);
        return made;
    }

    private static Map<String, Object> find(List<Map<String, Object>> list, String name, String value) {
        return new ArrayList<>(list)
                .stream()
                        .filter(each -> ((JsonNode) each.get(name)).asString().equals(value))
                        .findFirst()
                        .orElse(null);
    }
}
