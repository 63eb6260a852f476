package io.deskwire.benchmarks.client;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A running stack as `.deskwire/env` describes it.
///
/// @param url the gateway's
public record Running(HttpClient http, String url, String publishableKey) {
    public static final JsonMapper JSON = JsonMapper.shared();

    public static Running at(Path envFile) throws IOException {
        var env = env(envFile);
        return new Running(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                Objects.requireNonNull(env.get("DESKWIRE_URL"), "DESKWIRE_URL"),
                Objects.requireNonNull(env.get("DESKWIRE_PUBLISHABLE_KEY"), "DESKWIRE_PUBLISHABLE_KEY"));
    }

    /// What `./deskwire up` writes for scripts.
    public static Map<String, String> env(Path file) throws IOException {
        var env = new HashMap<String, String>();
        for (var line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                env.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return env;
    }

    public URI address() {
        return URI.create(url);
    }

    public JsonNode post(String path, @Nullable String bearer, Object body) throws IOException, InterruptedException {
        return send("POST", path, bearer, body);
    }

    /// The answer's JSON, which is missing where the answer has no body.
    ///
    /// @param body null for none
    /// @throws IOException also where the answer is no 2xx
    public JsonNode send(String method, String path, @Nullable String bearer, @Nullable Object body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .header("apikey", publishableKey)
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException("%s answered %d: %s".formatted(path, answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body());
    }

    /// For [HttpConnection], each line with its end.
    public String headers(String bearer) {
        return "Content-Type: application/json\r\napikey: %s\r\nAuthorization: Bearer %s\r\n"
                .formatted(publishableKey, bearer);
    }
}
