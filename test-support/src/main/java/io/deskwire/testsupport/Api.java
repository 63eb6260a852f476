package io.deskwire.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// A plain HTTP client for black-box tests: JSON in, JSON out, no knowledge of any service. Immutable,
/// thread-safe.
///
/// @param token sent as bearer where it is not null
public record Api(String baseUrl, @Nullable String token, Map<String, String> headers) {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    /// Keeps the digits of numbers, as the services do.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    public static Api at(String baseUrl) {
        return new Api(baseUrl, null, Map.of());
    }

    public Api as(@Nullable String bearer) {
        return new Api(baseUrl, bearer, headers);
    }

    public Api with(String header, String value) {
        var all = new TreeMap<>(headers);
        all.put(header, value);
        return new Api(baseUrl, token, all);
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /// @param body a string is sent as it is, everything else as JSON
    public Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    public Answer patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, body);
    }

    public Answer send(String method, String path, @Nullable Object body) {
        var request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::setHeader);
        try {
            return new Answer(method + " " + path, HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String text(Object body) {
        return body instanceof String text ? text : JSON.writeValueAsString(body);
    }

    /// What came back.
    public record Answer(String request, HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        /// Fails with the body where the status is another one.
        public Answer expect(int status) {
            if (status() != status) {
                throw new AssertionError(
                        "%s answered %d, expected %d: %s".formatted(request, status(), status, response.body()));
            }
            return this;
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        /// A string member by its JSON pointer, such as `/api_key/key`.
        public String text(String pointer) {
            return json().at(pointer).asString();
        }

        public @Nullable String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        /// Expects `application/problem+json` with this status and `type` `/problems/<code>`.
        public JsonNode problem(int status, String code) {
            expect(status);
            var type = header("Content-Type");
            if (type == null
                    || !type.startsWith("application/problem+json")
                    || !text("/type").equals("/problems/" + code)) {
                throw new AssertionError(
                        "%s answered %s, expected /problems/%s: %s".formatted(request, type, code, response.body()));
            }
            return json();
        }
    }
}
