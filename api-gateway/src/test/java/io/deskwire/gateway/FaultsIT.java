package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

@Timeout(60)
class FaultsIT extends GatewayFixture {
    private boolean stopped;

    @AfterEach
    void restart() {
        if (stopped) {
            tickets.restart();
        }
        notification.ready(true);
        healthIs(200);
    }

    @Test
    void aDeadServiceIsA503AtOnceAndTheOthersGoOn() {
        assertThat(get("/api/v1/tickets").bearer(member()).send().status()).isEqualTo(200);
        stop();

        for (int i = 0; i < 3; i++) {
            var answer = post("/api/v1/tickets").bearer(member()).send();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.isProblem()).isTrue();
            assertThat(answer.json().path("detail").asString()).startsWith("tickets does not answer");
            assertThat(answer.header("retry-after")).isEqualTo("2");
            assertThat(answer.header("ratelimit")).startsWith("\"credential\"");
        }
        assertThat(get("/api/v1/contacts").bearer(member()).send().status()).isEqualTo(503);
        assertThat(get("/api/v1/tenants").bearer(member()).send().status()).isEqualTo(200);

        tickets.restart();
        stopped = false;
        assertThat(get("/api/v1/tickets").bearer(member()).send().status()).isEqualTo(200);
    }

    @Test
    void aConnectionThatBreaksBeforeTheAnswerIsA503() {
        tickets.script("/api/v1/tickets", (_, response) -> {
            response.withConnection(connection -> connection.channel().close());
            return Mono.never();
        });

        var answer = post("/api/v1/tickets").bearer(member()).send();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.isProblem()).isTrue();
    }

    /// Nothing of a small answer goes on before all of it is there.
    @Test
    void aConnectionThatBreaksWithinASmallAnswerIsA503() {
        tickets.script(
                "/api/v1/tickets",
                (_, response) -> response.header("Content-Length", "100")
                        .header("ETag", "\"7\"")
                        .sendString(Mono.just("{\"id\":").concatWith(Mono.defer(() -> {
                            response.withConnection(
                                    connection -> connection.channel().close());
                            return Mono.never();
                        }))));

        var answer = get("/api/v1/tickets").bearer(member()).send();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.header("etag")).isEmpty();
    }

    @Test
    void healthNamesTheServicesThatAreNotReady() {
        healthIs(200);
        assertThat(get("/health").send().response().body()).isEqualTo("{\"ok\":true}");
        stop();
        notification.ready(false);

        healthIs(503);

        Awaitility.await()
                .untilAsserted(() -> assertThat(get("/health").send().response().body())
                        .isEqualTo("{\"ok\":false,\"down\":[\"tickets\",\"notification\"]}"));
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(get("/version").send().response().body()).isEqualTo("{\"version\":\"0.1.0\"}");
    }

    private void stop() {
        tickets.stop();
        stopped = true;
    }

    private void healthIs(int status) {
        Awaitility.await().until(() -> get("/health").send().status() == status);
    }
}
