package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class DocsIT extends GatewayFixture {
    @Test
    void oneDescriptionCoversEverything() {
        var answer = get("/openapi.json").send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.json().path("openapi").asString()).isEqualTo("3.1.0");
        assertThat(answer.json().path("info").path("version").asString()).isEqualTo("0.1.0");
        assertThat(answer.json().path("paths").isObject()).isTrue();
    }

    @Test
    void thePageAndAllItLoadsComeFromHere() {
        var page = get("/docs").send();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).startsWith("text/html");
        assertThat(page.response().body()).doesNotContain("https://");

        for (var asset : new String[] {"swagger-ui.css", "swagger-ui-bundle.js", "start.js"}) {
            assertThat(page.response().body()).contains("/docs/" + asset);
            var answer = get("/docs/" + asset).send();
            assertThat(answer.status()).as(asset).isEqualTo(200);
            assertThat(answer.response().body()).isNotEmpty();
        }
        assertThat(get("/docs/other.js").send().status()).isEqualTo(404);
        assertThat(get("/docs/..%2fgateway.yaml").send().status()).isEqualTo(404);
    }

    @Test
    void theActuatorAnswersOnItsOwnPortAndNamesTheRoutes() throws Exception {
        get("/api/v1/tickets").bearer(member()).send();

        // Ready once the revocations are read, which the gateway does not wait for.
        await().untilAsserted(() ->
                assertThat(management("/actuator/health/readiness")).contains("UP"));
        assertThat(management("/actuator/prometheus"))
                .contains("spring_cloud_gateway_requests_seconds_count", "routeId=\"tickets-api\"");
    }

    private String management(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ratelimit")).isEmpty();
        return answer.body();
    }
}
