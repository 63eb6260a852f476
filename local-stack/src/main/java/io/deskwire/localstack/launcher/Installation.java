package io.deskwire.localstack.launcher;

import io.deskwire.localstack.StackException;
import io.deskwire.localstack.home.StackLock;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The installation that an operator's command speaks to, as the bearer of its secret key: the one that `DESKWIRE_URL`
/// and `DESKWIRE_SECRET_KEY` name, else the running stack of this home.
///
/// @param url the gateway's
record Installation(String url, String secretKey) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /// @throws StackException where none is named and none runs here
    static Installation find(Path home, Map<String, String> environment) {
        var url = environment.getOrDefault("DESKWIRE_URL", "");
        var key = environment.getOrDefault("DESKWIRE_SECRET_KEY", "");
        if (!url.isBlank()) {
            if (key.isBlank()) {
                throw new StackException("DESKWIRE_URL names " + url + ", but DESKWIRE_SECRET_KEY is not set.");
            }
            return new Installation(url, key);
        }
        if (!key.isBlank()) {
            throw new StackException(
                    "DESKWIRE_SECRET_KEY is set, but DESKWIRE_URL does not say of which installation.");
        }
        var lock = StackLock.take(home);
        if (lock.isPresent()) {
            lock.get().close();
            throw new StackException("""
                    Not running. ./deskwire up starts the stack of this machine; DESKWIRE_URL and DESKWIRE_SECRET_KEY \
                    name another installation.""");
        }
        return published(home);
    }

    private static Installation published(Path home) {
        var env = new Properties();
        try {
            env.load(new StringReader(Files.readString(home.resolve("env"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Installation(env.getProperty("DESKWIRE_URL"), env.getProperty("DESKWIRE_SECRET_KEY"));
    }

    JsonNode get(String path) {
        return send("GET", path, null);
    }

    JsonNode post(String path, Object body) {
        return send("POST", path, JSON.writeValueAsString(body));
    }

    private JsonNode send(String method, String path, @Nullable String body) {
        HttpResponse<String> answer;
        try {
            var request = HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + path))
                    .timeout(Duration.ofMinutes(1))
                    .header("apikey", secretKey)
                    .header("X-Supabase-Api-Version", "2024-01-01")
                    .header("Content-Type", "application/json")
                    .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            answer = HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IllegalArgumentException e) {
            throw new StackException("DESKWIRE_URL is no address: " + url);
        } catch (IOException e) {
            throw new StackException("No answer from %s: %s".formatted(url, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted");
        }
        var json = json(answer.body());
        if (answer.statusCode() == 200 && json.isEmpty()) {
            throw new StackException(url + " is no Deskwire: it answered something else than JSON");
        }
        if (answer.statusCode() != 200) {
            throw new StackException("%s answered %d: %s".formatted(url, answer.statusCode(), reason(json)));
        }
        return json;
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }

    /// GoTrue's errors say it in `message`, problems in `detail`.
    private static String reason(JsonNode answer) {
        return answer.path("message").asString(answer.path("detail").asString("no reason given"));
    }
}
