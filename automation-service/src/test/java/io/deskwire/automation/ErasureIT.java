package io.deskwire.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.automation.Fleet.Desk;
import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.testsupport.database.TenantRows;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/// A tenant that auth-service has erased leaves nothing here, whatever tables there are.
@AutomationServiceTest
class ErasureIT {
    /// The events of the last days; they go with their partitions.
    private static final Set<String> KEPT = Set.of("outbox");

    @Autowired
    Fleet fleet;

    @Autowired
    DatabaseProperties database;

    TenantRows rows;

    @BeforeEach
    void look() {
        rows = new TenantRows(database.jdbcUrl(), "automation_system", database.password());
    }

    /// Something in every table, with words by which it is found again.
    private void furnish(Desk desk, String words) {
        var agent = fleet.agent(desk, "AMAZON_AGENT");
        var account = desk.api()
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/v1/accounts", Map.of("name", words, "metadata", Map.of("owner", words)))
                .expect(201)
                .text("/id");
        for (int i = 0; i < 2; i++) {
            desk.api()
                    .post(
                            "/api/v1/automation/jobs",
                            Map.of("type", "PLACE_ORDER", "account_id", account, "payload", Map.of("customer", words)))
                    .expect(201);
        }
        var claimed = agent.api()
                .post("/api/v1/automation/jobs/claim", Map.of("claim_id", UUID.randomUUID(), "max", 1))
                .expect(200)
                .json()
                .at("/jobs/0");
        agent.api()
                .post(
                        "/api/v1/automation/jobs/" + claimed.get("id").asString() + "/complete",
                        Map.of("lease_seq", claimed.at("/lease/seq").asLong(), "result", Map.of("told", words)))
                .expect(200);
        assertThat(rows.counts(desk.tenant()))
                .as("a table that this test does not fill")
                .allSatisfy((table, count) -> assertThat(count).as(table).isPositive());
    }

    @Test
    void leavesNothingOfTheTenantAndTheOthersAlone() {
        var erased = fleet.desk("erased");
        var other = fleet.desk("other");
        var words = "Mrs " + UUID.randomUUID();
        furnish(erased, words);
        furnish(other, "somebody else");
        var before = rows.digests(other.tenant());
        var counted = rows.counts(erased.tenant());

        fleet.tell("tenant.erased", erased.tenant(), erased.slug(), "deleted", 4);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(proof(erased.tenant())).isNotEmpty();
            assertThat(fleet.status(erased.tenant())).isEqualTo("deleted");
        });
        assertThat(rows.counts(erased.tenant()))
                .allSatisfy((table, count) ->
                        assertThat(count).as(table).isEqualTo(KEPT.contains(table) ? counted.get(table) : 0));
        assertThat(rows.mentioning(words)).isSubsetOf(KEPT);
        assertThat(rows.mentioning(erased.slug())).isSubsetOf(KEPT);
        assertThat(rows.digests(other.tenant())).isEqualTo(before);
        counted.keySet().removeAll(KEPT);
        assertThat(JsonMapper.shared().readValue(proof(erased.tenant()), Map.class))
                .isEqualTo(JsonMapper.shared().readValue(JsonMapper.shared().writeValueAsString(counted), Map.class));
    }

    private String proof(UUID tenant) {
        return fleet.query(
                "SELECT coalesce((SELECT rows FROM tenant_erasures WHERE tenant_id = :id)::text, '')",
                Map.of("id", tenant));
    }
}
