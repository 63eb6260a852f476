package io.deskwire.benchmarks;

import io.deskwire.benchmarks.client.HttpConnection;
import io.deskwire.benchmarks.client.Running;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// People with a tenant, a session and an API key each, made through the API of the auth-service.
record Tenancies(List<Founder> founders) {
    static final String PASSWORD = "a benchmark's pass phrase";
    static final String JSON = "Content-Type: application/json\r\n";
    private static final int AT_ONCE = 4;

    /// @param refreshToken the newest of the session; who refreshes replaces it
    record Founder(String email, String refreshToken, String apiKey) {}

    static Tenancies found(URI auth, int count) throws Exception {
        var made = new ArrayList<Future<List<Founder>>>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < AT_ONCE; i++) {
                made.add(threads.submit((Callable<List<Founder>>) () -> some(auth, count / AT_ONCE)));
            }
        }
        var founders = new ArrayList<Founder>();
        for (var some : made) {
            founders.addAll(some.get());
        }
        return new Tenancies(founders);
    }

    private static List<Founder> some(URI auth, int count) throws IOException {
        var founders = new ArrayList<Founder>();
        try (var http = HttpConnection.to(auth)) {
            for (int i = 0; i < count; i++) {
                founders.add(founder(http));
            }
        }
        return founders;
    }

    private static Founder founder(HttpConnection http) throws IOException {
        var name = "bench-" + UUID.randomUUID();
        var email = name + "@example.com";
        var session = Running.JSON.readTree(
                http.post("/auth/v1/signup", JSON, json(Map.of("email", email, "password", PASSWORD))));
        var bearer = "Authorization: Bearer " + session.get("access_token").asString() + "\r\n";
        var tenant = Running.JSON.readTree(
                http.post("/api/v1/tenants", JSON + bearer, json(Map.of("name", "Bench", "slug", name))));
        var refreshed = refresh(http, session.get("refresh_token").asString());
        return new Founder(email, refreshed, tenant.at("/api_key/key").asString());
    }

    /// The next refresh token.
    static String refresh(HttpConnection http, String token) throws IOException {
        var answer =
                http.post("/auth/v1/token?grant_type=refresh_token", JSON, "{\"refresh_token\":\"" + token + "\"}");
        return member(answer, "refresh_token");
    }

    /// A text member of a JSON object, without parsing the whole of it.
    static String member(String json, String name) {
        var begin = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return json.substring(begin, json.indexOf('"', begin));
    }

    private static String json(Map<String, String> body) {
        return Running.JSON.writeValueAsString(body);
    }
}
