package io.deskwire.auth.provisioning.provisioner;

import io.deskwire.auth.provisioning.provisioner.ProvisionerProperties.Address;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// One service's HTTP API: JSON in, JSON out, bounded in time, redirects not followed, every failure told apart into
/// "try again" and "refused".
final class ServiceApi {
    /// Of one list. A service that always says there is more must not hold a worker for ever.
    static final int MOST_PAGES = 100;

    /// Refusals that pass: time-outs, conflicts of the moment, limits.
    private static final Set<Integer> PASSING = Set.of(408, 409, 423, 425, 429);

    private final RestClient http;
    private final JsonMapper json = JsonMapper.shared();

    /// @param headers with each request, among them the credential
    ServiceApi(ClientHttpRequestFactory requests, Address address, Map<String, String> headers) {
        this.http = RestClient.builder()
                .requestFactory(requests)
                .baseUrl(address.uri())
                .defaultHeaders(all -> headers.forEach(all::set))
                .defaultHeader("User-Agent", "Deskwire")
                .build();
    }

    JsonNode get(String path, Object... variables) {
        return exchange(HttpMethod.GET, path, null, Map.of(), variables).body();
    }

    /// Null where the service says 404.
    @Nullable
    JsonNode find(String path, Object... variables) {
        var answer = exchange(HttpMethod.GET, path, null, Map.of(), variables, 404);
        return answer.status() == 404 ? null : answer.body();
    }

    /// Whether it was there or not.
    void delete(String path, Object... variables) {
        exchange(HttpMethod.DELETE, path, null, Map.of(), variables, 404);
    }

    JsonNode post(String path, Object body, Object... variables) {
        return exchange(HttpMethod.POST, path, body, Map.of(), variables).body();
    }

    JsonNode getWith(Map<String, String> headers, String path, Object... variables) {
        return exchange(HttpMethod.GET, path, null, headers, variables).body();
    }

    JsonNode postWith(Map<String, String> headers, String path, Object body, Object... variables) {
        return exchange(HttpMethod.POST, path, body, headers, variables).body();
    }

    private record Answer(int status, JsonNode body) {}

    private Answer exchange(
            HttpMethod method, String path, @Nullable Object body, Map<String, String> headers, Object[] variables) {
        return exchange(method, path, body, headers, variables, -1);
    }

    private Answer exchange(
            HttpMethod method,
            String path,
            @Nullable Object body,
            Map<String, String> headers,
            Object[] variables,
            int accepted) {
        var what = method + " " + path;
        try {
            var request = http.method(method).uri(path, variables).accept(MediaType.APPLICATION_JSON);
            headers.forEach(request::header);
            if (body != null) {
                request.contentType(MediaType.APPLICATION_JSON).body(json.writeValueAsString(body));
            }
            return request.exchange((_, response) -> {
                var status = response.getStatusCode().value();
                if (status / 100 != 2 && status != accepted) {
                    throw new ProvisioningFailure(
                            status >= 500 || PASSING.contains(status), "%s answered %d".formatted(what, status));
                }
                return new Answer(status, json(what, response.getBody().readAllBytes()));
            });
        } catch (ResourceAccessException silence) {
            throw new ProvisioningFailure(true, what + " got no answer in time");
        } catch (RestClientException failure) {
            throw new ProvisioningFailure(true, what + " could not be read");
        }
    }

    private JsonNode json(String what, byte[] bytes) {
        if (bytes.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return json.readTree(bytes);
        } catch (JacksonException _) {
            throw new ProvisioningFailure(true, what + " answered something that is not JSON");
        }
    }

    /// A list that does not end.
    static ProvisioningFailure endless() {
        return new ProvisioningFailure(false, "the list has more than %d pages".formatted(MOST_PAGES));
    }

    /// A required member of an answer, as text.
    static String required(String what, JsonNode answer, String pointer) {
        var value = answer.at(pointer);
        if (!value.isString() && !value.isNumber()) {
            throw new ProvisioningFailure(true, "%s answered without %s".formatted(what, pointer));
        }
        return value.asString();
    }
}
