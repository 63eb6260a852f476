package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingIT extends GatewayFixture {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /auth/v1/user                                  | auth
            /auth/v1/.well-known/jwks.json                 | auth
            /token                                         | auth
            /auth/bootstrap                                | auth
            /api/v1/tenants                                | auth
            /api/v1/tenants/7/services/n8n                 | auth
            /api/v1/members                                | auth
            /api/v1/invites                                | auth
            /api/v1/roles/va/permissions                   | auth
            /api/v1/permissions                            | auth
            /api/v1/department-roles                       | auth
            /api/v1/service-users/7                        | auth
            /api/v1/api-keys                               | auth
            /api/v1/audit                                  | auth
            /realtime/v1/api/broadcast                     | notification
            /api/v1/events                                 | notification
            /api/v1/notifications/7/read                   | notification
            /api/v1/notification-preferences               | notification
            /api/v1/webhooks/7/deliveries                  | notification
            /api/v1/webhook-deliveries/7/replay            | notification
            /api/v1/tickets                                | tickets
            /api/v1/tickets/7/comments                     | tickets
            /api/v1/ticket-fields/7                        | tickets
            /api/v1/contacts                               | tickets
            /api/v1/organizations                          | tickets
            /api/v1/teams                                  | tickets
            /api/v1/search                                 | tickets
            /api/v1/search/settings                        | tickets
            /api/v1/tags                                   | tickets
            /api/v1/macros                                 | tickets
            /api/v1/views                                  | tickets
            /api/v1/sla-policies                           | tickets
            /api/v1/business-hours                         | tickets
            /api/v1/attachments/7                          | tickets
            /automation/pairing/request                    | automation
            /automation/pairing/status/7                   | automation
            /automation/pairing/requests/7/approve         | automation
            /api/v1/automation/jobs/claim                  | automation
            /api/v1/accounts                               | automation
            """)
    void eachAddressReachesItsServiceUnchanged(String path, String service) {
        var answer = get(path + "?b=2&a=1").apikey(PUBLISHABLE).bearer(member()).send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("service").asString()).isEqualTo(service);
        assertThat(List.of(auth, tickets, automation, notification))
                .flatMap(standIn -> standIn.seen)
                .extracting(StandInService.Seen::uri)
                .containsExactly(path + "?b=2&a=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1/no-such-thing",
                "/api/v1/ticketsx",
                "/api/v2/tickets",
                "/tokens",
                "/actuator",
                "/actuator/health",
                "/actuator/health/readiness",
                "/actuator/prometheus",
                "/actuator/gateway/routes",
                "/webjars/swagger-ui/index.html",
                "/index.html"
            })
    void whatNobodyAnswersIsA404ProblemWithOrWithoutAToken(String path) {
        for (var answer : List.of(get(path).send(), get(path).bearer(member()).send())) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.isProblem()).isTrue();
            assertThat(answer.json().path("type").asString()).isEqualTo("/problems/not-found");
            assertThat(answer.header("ratelimit")).startsWith("\"address\";r=");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/automation/../tickets",
                "/api/v1/automation/%2e%2e/tickets",
                "/auth/v1/verify/./x",
                "/auth/v1/.well-known/../admin/users"
            })
    void dotSegmentsLeadNowhere(String path) {
        assertThat(get(path).bearer(member()).send().status()).isEqualTo(404);
        assertThat(tickets.seen).isEmpty();
        assertThat(auth.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tickets?q=a%20b%2Bc&cursor=%3D%3D",
                "/api/v1/tickets?filter%5Bx%5D=a%20b",
                "/api/v1/tickets?q=a[0]%20b",
                "/api/v1/tickets/by-external-id/shop/a%20b;v=1",
                "/api/v1/tickets?q=%C3%A4&empty=&flag"
            })
    void oddButLegalAddressesAreNotEncodedAgain(String pathAndQuery) {
        // java.net.URI refuses bare brackets in a path only, so these go out as they stand.
        assertThat(get(pathAndQuery).bearer(member()).send().status()).isEqualTo(200);
        assertThat(tickets.seen).extracting(StandInService.Seen::uri).containsExactly(pathAndQuery);
    }

    @Test
    void anAnswerComesBackAsTheServiceGaveIt() {
        tickets.script(
                "/api/v1/tickets",
                (_, response) -> response.status(409)
                        .header("Content-Type", "application/problem+json")
                        .header("ETag", "W/\"7\"")
                        .header("Location", "/api/v1/tickets/7")
                        .header("X-Request-Id", "the-services-own")
                        .header("RateLimit", "\"theirs\";r=1;t=1")
                        .header("Access-Control-Allow-Origin", "*")
                        .sendString(reactor.core.publisher.Mono.just("{\"type\":\"/problems/x\"}")));

        var answer = post("/api/v1/tickets")
                .bearer(member())
                .header("X-Request-Id", "mine-1")
                .send();

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("type").asString()).isEqualTo("/problems/x");
        assertThat(answer.header("etag")).isEqualTo("W/\"7\"");
        assertThat(answer.header("location")).isEqualTo("/api/v1/tickets/7");
        assertThat(answer.header("x-request-id")).isEqualTo("mine-1");
        assertThat(answer.header("ratelimit")).startsWith("\"credential\";r=").endsWith(", \"theirs\";r=1;t=1");
        assertThat(answer.header("access-control-allow-origin")).isEmpty();
    }

    @Test
    void theAnswerToHeadTellsALengthAndHasNoBody() {
        tickets.script(
                "/api/v1/tickets",
                (_, response) -> response.header("Content-Length", "5").send());

        var answer = new Request("HEAD", "/api/v1/tickets").bearer(member()).send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-length")).isEqualTo("5");
        assertThat(answer.response().body()).isEmpty();
    }

    @Test
    void aRequestWithoutIdsGetsThemAndForeignTextIsNotTakenOver() {
        get("/api/v1/tickets").bearer(member()).send();
        get("/api/v1/tickets")
                .bearer(member())
                .header("X-Request-Id", "<script>")
                .header("traceparent", "garbage")
                .send();
        var traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        get("/api/v1/tickets")
                .bearer(member())
                .header("traceparent", traceparent)
                .send();

        assertThat(tickets.seen).hasSize(3).allSatisfy(seen -> {
            assertThat(seen.header("X-Request-Id")).matches("[A-Za-z0-9-]{36}");
            assertThat(seen.header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        });
        assertThat(tickets.seen.getLast().header("traceparent")).isEqualTo(traceparent);
    }
}
