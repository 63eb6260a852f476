package io.deskwire.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.json.WireJson;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.database.EarlierDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// What the migrations make of rows that the last release has written.
class UpgradeIT {
    private static final String LAST_RELEASE = "20261121174600";
    private static final List<String> TABLES = List.of(
            "accounts",
            "automation_agents",
            "agent_secrets",
            "automation_pairing_requests",
            "automation_jobs",
            "finished_jobs",
            "automation_events");

    private final EarlierDatabase database = EarlierDatabase.of("automation", LAST_RELEASE);
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource(Role.SYSTEM));
    private final UUID tenant = UUID.randomUUID();
    private final UUID agent = UUID.randomUUID();
    private final UUID account = UUID.randomUUID();
    private final UUID person = UUID.randomUUID();

    @Test
    void keepsEveryRowAsItWas() {
        fill();
        var before = TABLES.stream().map(this::rows).toList();

        database.upgrade();

        for (int i = 0; i < TABLES.size(); i++) {
            assertThat(before.get(i)).as(TABLES.get(i)).hasSize(1);
            var after = rows(TABLES.get(i)).getFirst();
            before.get(i)
                    .getFirst()
                    .properties()
                    .forEach(column -> assertThat(after.get(column.getKey()))
                            .as(column.getKey())
                            .isEqualTo(column.getValue()));
        }
        assertThat(rows("automation_pairing_requests")
                        .getFirst()
                        .get("awaited_slug")
                        .isNull())
                .isTrue();
    }

    /// What it holds stays; which claim was its newest is known from its next claim on.
    @Test
    void knowsNoClaimOfAnAgentThatHeldAJobBefore() {
        fill();

        database.upgrade();

        assertThat(rows("agent_claims")).isEmpty();
        insert(
                "agent_claims",
                "tenant_id, agent_id, claim_id, request_id",
                "?, ?, ?, ?",
                tenant,
                agent,
                UUID.randomUUID(),
                UUID.randomUUID());
        assertThat(jdbc.sql("SELECT status FROM automation_jobs WHERE claimed_by = ?")
                        .param(agent)
                        .query(String.class)
                        .list())
                .containsExactly("CLAIMED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accounts.created_by",
                "automation_agents.paired_by",
                "automation_jobs.created_by",
                "finished_jobs.created_by"
            })
    void takesWhatNobodyMadeBesideWhatPeopleMade(String column) {
        fill();

        database.upgrade();

        var table = column.substring(0, column.indexOf('.'));
        var name = column.substring(column.indexOf('.') + 1);
        assertThat(UUID.fromString(rows(table).getFirst().get(name).asString())).isEqualTo(person);
        assertThat(jdbc.sql("UPDATE " + table + " SET " + name + " = NULL").update())
                .isEqualTo(1);
    }

    /// A row in each table, with everything set that may be.
    private void fill() {
        insert(
                "accounts",
                "tenant_id, id, name, marketplace, external_id, metadata, version, created_by, created_at, updated_at",
                "?, ?, 'Shop', 'ebay', '17', '{\"tier\": \"gold\"}', 3, ?, now(), now()",
                tenant,
                account,
                person);
        insert(
                "automation_agents",
                "tenant_id, id, agent_type, device_id, name, status, status_at, version, paired_by, created_at, updated_at",
                "?, ?, 'AMAZON_AGENT', 'device', 'laptop', 'active', now(), 2, ?, now(), now()",
                tenant,
                agent,
                person);
        insert(
                "agent_secrets",
                "tenant_id, agent_id, secret, created_at",
                "?, ?, ?, now()",
                tenant,
                agent,
                new byte[32]);
        insert(
                "automation_pairing_requests",
                """
                tenant_id, id, agent_type, device_id, device_name, requested_from, status, code_hash, secret_hash,
                wrong_codes, agent_id, decided_by, token_taken_at, expires_at, version, created_at, updated_at""",
                "?, ?, 'AMAZON_AGENT', 'device', 'laptop', '10.0.0.1', 'approved', ?, ?, 1, ?, ?, now(), now(), 2, now(), now()",
                tenant,
                UUID.randomUUID(),
                new byte[32],
                new byte[32],
                agent,
                person);
        insert("automation_jobs", """
                tenant_id, id, type, status, payload, error, progress, attempt, max_attempts, priority, run_at, unique_key,
                account_id, created_by, claimed_by, lease_seq, version, created_at, updated_at, claim_id, lease_expires_at,
                unknown_if_lost""", """
                ?, ?, 'PLACE_ORDER', 'CLAIMED', '{"order": "7"}', 'out of stock', 50, 2, 3, 1, now(), 'order-7',
                ?, ?, ?, 2, 5, now(), now(), ?, now(), false""", tenant, UUID.randomUUID(), account, person, agent, UUID.randomUUID());
        insert("finished_jobs", """
                tenant_id, id, type, status, payload, result, progress, attempt, max_attempts, priority, run_at, account_id,
                created_by, claimed_by, lease_seq, version, created_at, updated_at, finished_at, settled_by""", """
                ?, ?, 'PLACE_ORDER', 'COMPLETED', '{"order": "6"}', '{"receipt": "1"}', 100, 1, 3, 0, now(), ?,
                ?, ?, 1, 4, now(), now(), now(), ?""", tenant, UUID.randomUUID(), account, person, agent, agent);
        insert(
                "automation_events",
                "tenant_id, id, type, job_id, agent_id, actor, data, occurred_at",
                "?, ?, 'job.claimed', ?, ?, ?, '{\"attempt\": 1}', now()",
                tenant,
                UUID.randomUUID(),
                UUID.randomUUID(),
                agent,
                "agent:" + agent);
    }

    private void insert(String table, String columns, String values, Object... arguments) {
        jdbc.sql("INSERT INTO %s (%s) VALUES (%s)".formatted(table, columns, values))
                .params(arguments)
                .update();
    }

    private List<JsonNode> rows(String table) {
        return jdbc.sql("SELECT to_jsonb(t) FROM %s t".formatted(table)).query(String.class).list().stream()
                .map(WireJson.mapper()::readTree)
                .toList();
    }
}
