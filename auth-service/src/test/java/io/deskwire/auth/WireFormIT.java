package io.deskwire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/// The form of requests and answers below `/api/v1`, which no endpoint has to look after by itself.
@AuthServiceTest
class WireFormIT {
    @Autowired
    People people;

    Api admin;

    @BeforeEach
    void signIn() {
        admin = people.api().as(people.founder("wire-form").accessToken());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "text/html", "nope", "application/vnd.pgrst.object+json"})
    void answersInJsonWhateverIsAccepted(String accept) {
        var client = admin.with("Accept", accept);

        var made = client.post("/api/v1/service-users", Map.of("name", "robot")).expect(201);
        assertThat(made.header("Content-Type")).isEqualTo("application/json");
        assertThat(made.text("/credentials/password")).isNotBlank();
        client.post("/api/v1/service-users", Map.of()).problem(400, "malformed");
        client.as(null).get("/api/v1/service-users").problem(401, "unauthenticated");
        client.get("/api/v1/nonsense").problem(404, "not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/api/v1/api-keys; expires_at; ''",
                "/api/v1/api-keys; expires_at; ' '",
                "/api/v1/api-keys; expires_at; 1895309432",
                "/api/v1/api-keys; name; true",
                "/api/v1/service-users; rate_limit; ''",
                "/api/v1/service-users; rate_limit; 1.9",
                "/api/v1/service-users; rate_limit; 1000000000000",
                "/api/v1/service-users; rate_limit; 1e30",
                "/api/v1/service-users; name; true",
                "/api/v1/tenants; slug; 5",
                "/api/v1/api-keys/leaks; key; 5"
            })
    void namesTheFieldWhoseValueDoesNotFit(String path, String field, String value) {
        var json = value.isBlank() ? '"' + value + '"' : value;

        var problem = admin.post(path, "{\"%s\":%s}".formatted(field, json)).problem(400, "malformed");

        assertThat(problem.at("/errors")).hasSize(1);
        assertThat(problem.at("/errors/0/field").asString()).isEqualTo(field);
    }

    @Test
    void namesEveryUnknownField() {
        var problem = admin.post("/api/v1/service-users", "{\"foo\":1,\"name\":\"robot\",\"bar\":2}")
                .problem(400, "malformed");

        assertThat(problem.at("/errors"))
                .extracting(error -> error.get("field").asString())
                .containsExactly("foo", "bar");
        assertThat(problem.get("detail").asString()).startsWith("foo, bar: unknown field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/tenants/%00", "/api/v1/members/a%2Fb"})
    void answersAPathThatTheServerItselfRefuses(String path) {
        var problem = admin.get(path).problem(400, "malformed");

        assertThat(problem.get("request_id").asString()).isNotBlank();
    }

    @Test
    void saysWhichMethodsAreAllowed() {
        var answer = admin.put("/api/v1/service-users", Map.of());
        answer.problem(405, "method-not-allowed");
        assertThat(answer.header("Allow")).contains("GET", "POST");
        admin.send("TRACE", "/api/v1/service-users", null).problem(405, "method-not-allowed");
    }
}
