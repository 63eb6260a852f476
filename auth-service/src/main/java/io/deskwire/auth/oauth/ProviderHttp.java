package io.deskwire.auth.oauth;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls to providers: JSON, bounded in time and size, no redirects. Never within a transaction.
@Component
class ProviderHttp {
    private static final int MAX_BYTES = 256 * 1024;

    private final HttpClient http;
    private final JsonMapper json;
    private final OAuthProperties properties;

    ProviderHttp(JsonMapper json, OAuthProperties properties) {
        this.json = json;
        this.properties = properties;
        this.http = HttpClient.newBuilder()
                .connectTimeout(properties.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    record Reply(int status, JsonNode body) {
        @Nullable
        String text(String name) {
            var value = body.get(name);
            return value == null || !value.isString() ? null : value.asString();
        }
    }

    Reply get(URI address, @Nullable String authorization) {
        return send(request(address, authorization).GET().build());
    }

    Reply post(URI address, @Nullable String authorization, Map<String, String> form) {
        return send(request(address, authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)))
                .build());
    }

    /// Fetches published keys, within the same bounds.
    ResourceRetriever keys() {
        var millis = (int) properties.timeout().toMillis();
        return new DefaultResourceRetriever(millis, millis, MAX_BYTES);
    }

    static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(URI address, @Nullable String authorization) {
        var request =
                HttpRequest.newBuilder(address).timeout(properties.timeout()).header("Accept", "application/json");
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private Reply send(HttpRequest request) {
        try {
            var response = http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
            return new Reply(response.statusCode(), json.readTree(response.body()));
        } catch (IOException failure) {
            throw new ProviderAwayException(request.uri().getHost() + " does not answer", failure);
        } catch (JacksonException failure) {
            throw new ProviderAwayException(request.uri().getHost() + " does not answer in JSON");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ProviderAwayException("interrupted", interrupted);
        }
    }
}
