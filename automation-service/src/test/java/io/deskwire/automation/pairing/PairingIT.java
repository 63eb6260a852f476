package io.deskwire.automation.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.automation.AutomationServiceTest;
import io.deskwire.automation.Fleet;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.RawRequest;
import io.deskwire.testsupport.RawRequest.Leave;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@AutomationServiceTest
class PairingIT {
    @Autowired
    Fleet fleet;

    @Autowired
    PairingExpiry expiry;

    @Test
    void handsTheTokenOutOnceAndOnlyToTheHolderOfTheSecret() {
        var desk = fleet.desk("acme");
        var asked = fleet.ask(desk.slug(), "AMAZON_AGENT", "d-1");
        var status = "/automation/pairing/status/" + asked.text("/id");
        assertThat(asked.json().get("interval").asInt()).isEqualTo(5);
        assertThat(fleet.stranger().get(status).expect(200).text("/status")).isEqualTo("pending");

        var agent = approve(desk.api(), asked, asked.text("/code")).expect(200);
        assertThat(agent.text("/agent/status")).isEqualTo("active");
        assertThat(agent.text("/agent/agent_type")).isEqualTo("AMAZON_AGENT");
        approve(desk.api(), asked, asked.text("/code")).expect(200);

        assertThat(fleet.stranger().get(status).expect(200).json().propertyNames())
                .containsExactly("status");
        fleet.stranger().with("X-Pairing-Secret", "guess").get(status).problem(401, "unauthenticated");
        var holder = fleet.stranger().with("X-Pairing-Secret", asked.text("/secret"));
        var token = holder.get(status).expect(200).text("/agent_token");
        fleet.api()
                .as(token)
                .post("/api/v1/automation/jobs/claim", Map.of("claim_id", UUID.randomUUID()))
                .expect(200);
        assertThat(holder.get(status).expect(200).json().has("agent_token")).isFalse();
    }

    @Test
    void keepsTheTokenWhereOnlyTheHeadIsAsked() throws Exception {
        var desk = fleet.desk("acme");
        var asked = fleet.ask(desk.slug(), "AMAZON_AGENT", "d-head");
        approve(desk.api(), asked, asked.text("/code")).expect(200);
        var holder = fleet.stranger().with("X-Pairing-Secret", asked.text("/secret"));
        var status = "/automation/pairing/status/" + asked.text("/id");

        try (var client = HttpClient.newHttpClient()) {
            var head = HttpRequest.newBuilder(URI.create(holder.baseUrl() + status))
                    .header("X-Pairing-Secret", asked.text("/secret"))
                    .HEAD()
                    .build();
            assertThat(client.send(head, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }

        assertThat(holder.get(status).expect(200).text("/agent_token")).isNotEmpty();
    }

    @Test
    void tellsAWrongSecretFromAnUnknownRequestByNothing() {
        var asked = fleet.ask(fleet.desk("acme").slug(), "AMAZON_AGENT", "d-7");
        var guesser = fleet.stranger().with("X-Pairing-Secret", "guess");
        var wrong = guesser.get("/automation/pairing/status/" + asked.text("/id"));
        var unknown = guesser.get("/automation/pairing/status/" + UUID.randomUUID());

        assertThat(withoutTrace(unknown.problem(401, "unauthenticated")))
                .isEqualTo(withoutTrace(wrong.problem(401, "unauthenticated")));
        assertThat(unknown.response().headers().map().keySet())
                .isEqualTo(wrong.response().headers().map().keySet());
    }

    private static ObjectNode withoutTrace(JsonNode problem) {
        return ((ObjectNode) problem.deepCopy()).remove(List.of("request_id"));
    }

    @ParameterizedTest
    @EnumSource
    void handsTheTokenOutAgainWhereTheDeviceLeftBeforeItGotIt(Leave how) {
        var desk = fleet.desk("acme");
        var asked = fleet.ask(desk.slug(), "AMAZON_AGENT", "d-8-" + how);
        approve(desk.api(), asked, asked.text("/code")).expect(200);
        var holder = fleet.stranger().with("X-Pairing-Secret", asked.text("/secret"));
        var status = "/automation/pairing/status/" + asked.text("/id");
        try (var held = fleet.hold("agent_secrets");
                var lost = RawRequest.get(holder, status)) {
            held.awaitWaiter();
            lost.leave(how);
            held.close();
            await().until(() -> holder.get(status).expect(200).json().has("agent_token"));
        }
    }

    @Test
    void rejectsAfterFiveWrongCodes() {
        var desk = fleet.desk("acme");
        var asked = fleet.ask(desk.slug(), "EBAY_AGENT", "d-2");
        for (int i = 0; i < 5; i++) {
            approve(desk.api(), asked, "BBBB-BBBB").problem(422, "pairing-code-wrong");
        }
        approve(desk.api(), asked, asked.text("/code")).problem(409, "pairing-over");
        assertThat(fleet.stranger()
                        .get("/automation/pairing/status/" + asked.text("/id"))
                        .text("/status"))
                .isEqualTo("rejected");
    }

    @Test
    void expiresWhatNobodyApproves() {
        var desk = fleet.desk("acme");
        var asked = fleet.ask(desk.slug(), "EBAY_AGENT", "d-3");
        fleet.clock().advance(Duration.ofMinutes(10));

        approve(desk.api(), asked, asked.text("/code")).problem(409, "pairing-over");
        expiry.sweep();

        assertThat(events(asked)).containsExactly("pairing.requested", "pairing.expired");
    }

    @Test
    void showsAdminsWhatWaitsAndNobodyElse() {
        var desk = fleet.desk("acme");
        var other = fleet.desk("globex");
        var asked = fleet.ask(desk.slug(), "EBAY_AGENT", "d-4");
        var list = "/api/v1/automation/pairing/requests?status=pending";

        var shown = desk.api().get(list).expect(200).json().get("data").get(0);
        assertThat(shown.get("id").asString()).isEqualTo(asked.text("/id"));
        assertThat(shown.propertyNames()).doesNotContain("proof", "code_hash", "secret_hash", "code", "secret");
        assertThat(other.api().get(list).expect(200).json().get("data")).isEmpty();
        fleet.member(desk, "jobs.read").get(list).problem(403, "forbidden");
        approve(other.api(), asked, asked.text("/code")).problem(404, "not-found");
        reject(other.api(), asked).problem(404, "not-found");

        reject(desk.api(), asked).expect(204);
        reject(desk.api(), asked).expect(204);
        assertThat(events(asked)).containsExactly("pairing.requested", "pairing.rejected");
    }

    @Test
    void doesNotSayWhichTenantsThereAre() {
        var known = fleet.ask(fleet.desk("acme").slug(), "EBAY_AGENT", "d-5");
        var unknown = fleet.ask("no-such-tenant", "EBAY_AGENT", "d-6");

        assertThat(unknown.json().propertyNames()).isEqualTo(known.json().propertyNames());
        var status = "/automation/pairing/status/" + unknown.text("/id");
        assertThat(fleet.stranger().get(status).expect(200).text("/status")).isEqualTo("pending");
        fleet.clock().advance(Duration.ofMinutes(10));
        assertThat(fleet.stranger().get(status).expect(200).text("/status")).isEqualTo("expired");
        assertThat(events(unknown)).isEmpty();
    }

    @Test
    void takesAsLongForATenantThatThereIsAsForAnother() {
        for (var slug : List.of(fleet.desk("acme").slug(), "no-such-tenant")) {
            var begun = System.nanoTime();
            fleet.ask(slug, "EBAY_AGENT", "d-9");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }

    @Test
    void goesToATenantThatIsHeardOfLater() {
        var desk = fleet.unheardOf("newcomer");
        var asked = fleet.ask(desk.slug(), "EBAY_AGENT", "d-10");
        var others = fleet.ask(desk.slug() + "-other", "EBAY_AGENT", "d-11");
        fleet.tell("tenant.created", desk.tenant(), desk.slug(), "active", 1);

        await().until(() -> list(desk), List.of(asked.text("/id"))::equals);
        approve(desk.api(), asked, asked.text("/code")).expect(200);
        approve(desk.api(), others, others.text("/code")).problem(404, "not-found");
        assertThat(events(asked)).containsExactly("pairing.requested", "pairing.approved");
    }

    private static List<String> list(Fleet.Desk desk) {
        return desk.api()
                .get("/api/v1/automation/pairing/requests?limit=200")
                .expect(200)
                .json()
                .get("data")
                .findValuesAsString("id");
    }

    @Test
    void limitsADeviceThatAsksTooOften() {
        for (int i = 0; i < 6; i++) {
            fleet.ask("whoever", "EBAY_AGENT", "eager");
        }
        var refused = fleet.stranger()
                .post(
                        "/automation/pairing/request",
                        Map.of("tenant", "whoever", "agent_type", "EBAY_AGENT", "device_id", "eager"));
        refused.problem(429, "rate-limited");
        assertThat(refused.header("Retry-After")).isNotNull();
    }

    @Test
    void doesNotShowMoreThanATenantCanRead() {
        var desk = fleet.desk("flooded");
        for (int i = 0; i < 101; i++) {
            fleet.ask(desk.slug(), "EBAY_AGENT", "flood-" + i);
        }
        assertThat(desk.api()
                        .get("/api/v1/automation/pairing/requests?limit=200")
                        .expect(200)
                        .json()
                        .get("data"))
                .hasSize(100);
    }

    @Test
    void namesEveryBadField() {
        var errors = fleet.stranger()
                .post("/automation/pairing/request", Map.of("agent_type", "WALMART_AGENT"))
                .problem(400, "malformed")
                .get("errors");
        assertThat(errors.findValuesAsString("field")).containsExactlyInAnyOrder("tenant", "agent_type", "device_id");
        fleet.stranger().get("/automation/pairing/status/" + UUID.randomUUID()).problem(404, "not-found");
    }

    private static Api.Answer approve(Api api, Api.Answer asked, String code) {
        return api.post("/automation/pairing/requests/" + asked.text("/id") + "/approve", Map.of("code", code));
    }

    private static Api.Answer reject(Api api, Api.Answer asked) {
        return api.post("/automation/pairing/requests/" + asked.text("/id") + "/reject", Map.of());
    }

    private java.util.List<Object> events(Api.Answer asked) {
        return fleet
                .rows(
                        "SELECT type FROM outbox WHERE subject = :id ORDER BY subject_version",
                        Map.of("id", asked.text("/id")))
                .stream()
                .map(row -> row.get("type"))
                .toList();
    }
}
