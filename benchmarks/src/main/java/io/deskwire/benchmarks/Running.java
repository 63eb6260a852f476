package io.deskwire.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A running stack as `.deskwire/env` describes it, with a tenant made for the measurement.
///
/// @param token an admin's session
/// @param apiKey an integrator's key
record Running(HttpClient http, String url, String publishableKey, String token, String apiKey) {
    static final JsonMapper JSON = JsonMapper.shared();

    static Running at(Path envFile) throws IOException, InterruptedException {
        var env = env(envFile);
        var url = Objects.requireNonNull(env.get("DESKWIRE_URL"), "DESKWIRE_URL");
        var key = Objects.requireNonNull(env.get("DESKWIRE_PUBLISHABLE_KEY"), "DESKWIRE_PUBLISHABLE_KEY");
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var run = UUID.randomUUID().toString().substring(0, 8);
        var anonymous = new Running(http, url, key, "", "");
        var signedUp = anonymous.post(
                "/auth/v1/signup", null, Map.of("email", "bench-" + run + "@example.com", "password", "bench-" + run));
        var made = anonymous.post(
                "/api/v1/tenants",
                signedUp.get("access_token").asString(),
                Map.of("name", "Bench", "slug", "bench-" + run));
        var refreshed = anonymous.post(
                "/auth/v1/token?grant_type=refresh_token",
                null,
                Map.of("refresh_token", signedUp.get("refresh_token").asString()));
        return new Running(
                http,
                url,
                key,
                refreshed.get("access_token").asString(),
                made.at("/api_key/key").asString());
    }

    /// What `./deskwire up` writes for scripts.
    static Map<String, String> env(Path file) throws IOException {
        var env = new HashMap<String, String>();
        for (var line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                env.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return env;
    }

    JsonNode post(String path, @Nullable String bearer, Object body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .header("apikey", publishableKey)
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException("%s answered %d: %s".formatted(path, answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body());
    }
}
