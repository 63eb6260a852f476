package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What nobody serves is told in the words of the client that asks.
class DialectsIT extends GatewayFixture {
    @ParameterizedTest
    @CsvSource({
        "/rest/v1/todos?select=*, PGRST205, Could not find the table 'public.todos' in the schema cache",
        "/rest/v1/rpc/close_all, PGRST202, Could not find the function public.close_all in the schema cache",
        "/rest/v1/, PGRST125, Invalid path specified in request URL",
        "/rest/v1, PGRST125, Invalid path specified in request URL",
        "/rest/v1/a/b, PGRST125, Invalid path specified in request URL"
    })
    void postgrestJsFindsItsMembers(String path, String code, String message) {
        for (var answer : new Answer[] {
            get(path).apikey(PUBLISHABLE).send(), post(path).apikey(PUBLISHABLE).send()
        }) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("content-type")).isEqualTo("application/json");
            assertThat(answer.json().propertyNames()).containsExactly("code", "message", "details", "hint");
            assertThat(answer.json().path("code").asString()).isEqualTo(code);
            assertThat(answer.json().path("message").asString()).isEqualTo(message);
            assertThat(answer.json().path("hint").asString()).isEqualTo("this deployment has no data API");
        }
    }

    @Test
    void storageJsFindsItsMembers() {
        var answer = get("/storage/v1/object/authenticated/a/b.png")
                .apikey(PUBLISHABLE)
                .send();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("statusCode").asString()).isEqualTo("404");
        assertThat(answer.json().path("error").asString()).isEqualTo("not_found");
        assertThat(answer.json().path("message").asString()).isEqualTo("this deployment has no storage API");
        assertThat(answer.json().path("code").asString()).isEqualTo("NotFound");
    }

    @Test
    void functionsJsHandsOnACodeAndAMessage() {
        var answer = post("/functions/v1/hello").apikey(PUBLISHABLE).send();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("code").asString()).isEqualTo("NOT_FOUND");
        assertThat(answer.json().path("message").asString()).startsWith("Requested function was not found");
    }

    @Test
    void aGraphqlClientFindsErrors() {
        var answer = post("/graphql/v1").apikey(PUBLISHABLE).send();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().at("/errors/0/message").asString()).isEqualTo("this deployment has no GraphQL API");
        assertThat(answer.json().path("message").asString()).isEqualTo("this deployment has no GraphQL API");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rest/v1x/todos", "/nowhere", "/storage/v2/object"})
    void everythingElseIsAProblem(String path) {
        assertThat(get(path).send().isProblem()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /rest/v1/todos           | GET  | apikey,authorization,accept-profile,x-client-info,x-retry-count
                    /rest/v1/todos           | POST | apikey,authorization,content-profile,content-type,prefer
                    /storage/v1/object/a/b   | POST | apikey,authorization,x-upsert,cache-control,content-type
                    /functions/v1/hello      | POST | apikey,authorization,x-region,content-type,x-client-info
                    /graphql/v1              | POST | apikey,authorization,content-type
                    """)
    void preflightsPass(String path, String method, String headers) {
        var answer = new Request("OPTIONS", path)
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", headers)
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://app.example");
        assertThat(answer.header("access-control-allow-headers").split(", ")).contains(headers.split(","));
        var refused = new Request(method, path)
                .header("Origin", "https://app.example")
                .send();
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.header("access-control-allow-origin")).isEqualTo("https://app.example");
    }
}
