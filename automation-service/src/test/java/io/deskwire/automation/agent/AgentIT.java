package io.deskwire.automation.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.deskwire.automation.AutomationServiceTest;
import io.deskwire.automation.Fleet;
import io.deskwire.automation.Fleet.Paired;
import io.deskwire.automation.JobBoard;
import io.deskwire.testsupport.Api;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AutomationServiceTest
class AgentIT {
    @Autowired
    Fleet fleet;

    @Autowired
    AgentCleanup cleanup;

    @Autowired
    AgentAuthenticator authenticator;

    Fleet.Desk desk;
    Paired amazon;
    String path;

    @BeforeEach
    void pairOne() {
        desk = fleet.desk("acme");
        amazon = fleet.agent(desk, "AMAZON_AGENT");
        path = "/api/v1/automation/agents/" + amazon.id();
    }

    @Test
    void isRefusedOnceRevokedAndItsJobsGoBack() {
        var job = JobBoard.job(desk);
        claim(amazon.api()).expect(200);

        desk.api().delete(path).expect(204);
        desk.api().delete(path).expect(204);

        claim(amazon.api()).problem(401, "unauthenticated");
        var after = desk.api().get("/api/v1/automation/jobs/" + job).expect(200);
        assertThat(after.text("/status")).isEqualTo("QUEUED");
        assertThat(after.json().get("claimed_by").isNull()).isTrue();
        assertThat(desk.api().get(path).expect(200).text("/status")).isEqualTo("revoked");
        desk.api().post(path + "/rotate-token", Map.of()).problem(409, "agent-revoked");
    }

    @Test
    void claimsNothingWhilePaused() {
        assertThat(desk.api()
                        .patch(path, Map.of("status", "paused"))
                        .expect(200)
                        .json()
                        .get("version")
                        .asInt())
                .isEqualTo(2);
        claim(amazon.api()).problem(403, "agent-not-active");
        desk.api()
                .with("If-Match", "W/\"1\"")
                .patch(path, Map.of("status", "active"))
                .problem(412, "stale");
        desk.api().patch(path, Map.of("status", "active")).expect(200);
        claim(amazon.api()).expect(200);
        desk.api().patch(path, Map.of("status", "revoked")).problem(400, "malformed");
    }

    @Test
    void losesItsOldTokenWhenRotated() {
        var fresh =
                desk.api().post(path + "/rotate-token", Map.of()).expect(200).text("/agent_token");
        claim(amazon.api()).problem(401, "unauthenticated");
        claim(fleet.api().as(fresh)).expect(200);
    }

    @Test
    void itsTokenIsRememberedUntilItIsRotated() {
        assertThat(authenticator.remembered(amazon.token())).isNull();
        Awaitility.await().untilAsserted(() -> {
            var caller = authenticator.authenticate(amazon.token());
            assertThat(authenticator.remembered(amazon.token())).isSameAs(caller);
        });

        desk.api().post(path + "/rotate-token", Map.of()).expect(200);

        assertThat(authenticator.remembered(amazon.token())).isNull();
        claim(amazon.api()).problem(401, "unauthenticated");
        assertThat(authenticator.remembered(amazon.token())).isNull();
    }

    @Test
    void isRemovedWhenLeftReplacingForTenMinutes() {
        desk.api().post(path + "/replace", Map.of()).expect(200);
        claim(amazon.api()).problem(403, "agent-not-active");
        cleanup.sweep();
        desk.api().get(path).expect(200);

        fleet.clock().advance(Duration.ofMinutes(11));
        cleanup.sweep();

        desk.api().get(path).problem(404, "not-found");
        assertThat(fleet.query(
                        "SELECT type FROM outbox WHERE subject = :id ORDER BY subject_version DESC LIMIT 1",
                        Map.of("id", amazon.id().toString())))
                .isEqualTo("agent.removed");
    }

    @Test
    void isRefusedWithATokenSignedByAnybodyElse() throws Exception {
        var claims = new JWTClaimsSet.Builder()
                .subject(amazon.id().toString())
                .audience("deskwire-automation")
                .issueTime(Date.from(fleet.clock().instant()))
                .build();
        var other = fleet.agent(desk, "AMAZON_AGENT");
        for (var keyId : new String[] {amazon.id().toString(), UUID.randomUUID().toString(), "nonsense"}) {
            var forged = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(keyId).build(), claims);
            forged.sign(new MACSigner(new byte[32]));
            claim(fleet.api().as(forged.serialize())).problem(401, "unauthenticated");
        }
        var parts = other.token().split("\\.");
        var mixed = amazon.token().split("\\.")[0] + "." + parts[1] + "." + parts[2];
        claim(fleet.api().as(mixed)).problem(401, "unauthenticated");
    }

    @Test
    void isNobodyOutsideOfAutomation() {
        amazon.api()
                .post("/automation/pairing/requests/" + UUID.randomUUID() + "/approve", Map.of("code", "x"))
                .problem(401, "unauthenticated");
        amazon.api().get("/api/v1/automation/agents").problem(403, "forbidden");
        amazon.api().get("/api/v1/automation/events").problem(403, "forbidden");
        amazon.api()
                .post("/api/v1/automation/jobs", Map.of("type", "PLACE_ORDER"))
                .problem(403, "forbidden");
    }

    @Test
    void listsAgentsAndDevices() {
        fleet.agent(desk, "EBAY_AGENT");
        assertThat(desk.api()
                        .get("/api/v1/automation/agents?limit=1")
                        .expect(200)
                        .json()
                        .get("data"))
                .hasSize(1);
        assertThat(desk.api()
                        .get("/api/v1/automation/agents?status=revoked")
                        .expect(200)
                        .json()
                        .get("data"))
                .isEmpty();
        assertThat(desk.api()
                        .get("/api/v1/automation/devices")
                        .expect(200)
                        .json()
                        .get("data"))
                .hasSize(2);
    }

    private static Api.Answer claim(Api agent) {
        return agent.post("/api/v1/automation/jobs/claim", Map.of("claim_id", UUID.randomUUID()));
    }
}
