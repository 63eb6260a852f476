package io.deskwire.automation.claim;

import static io.deskwire.automation.JobBoard.claim;
import static io.deskwire.automation.JobBoard.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.automation.AutomationServiceTest;
import io.deskwire.automation.Fleet;
import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.DatabaseProperties.Role;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

@AutomationServiceTest
class ClaimPlanIT {
    private static final int WAITING = 4_000;
    private static final String SWEEP = "app.expired_leases(now() - interval '1 day', 100)";

    @Autowired
    Fleet fleet;

    @Autowired
    DatabaseProperties database;

    @Autowired
    JsonMapper json;

    /// The planner believes that the queue is empty, and that what is left of its index is large.
    @Test
    void readsTheFewJobsItTakesThoughTheStatisticsAreOfAnEmptyQueue() throws Exception {
        var desk = fleet.desk("acme");
        var agent = fleet.agent(desk, "AMAZON_AGENT");
        var model = UUID.fromString(job(desk));
        try (var owner = connect(Role.OWNER);
                var system = connect(Role.SYSTEM)) {
            owner.createStatement().execute("ALTER TABLE automation_jobs SET (autovacuum_enabled = false)");
            multiply(system, model);
            system.createStatement().execute("DELETE FROM automation_jobs WHERE id <> '" + model + "'");
            owner.createStatement().execute("VACUUM ANALYZE automation_jobs");
            multiply(system, model);

            buffersOfOneClaim(system, desk.tenant(), agent.id()); // plans
            assertThat(buffersOfOneClaim(system, desk.tenant(), agent.id())).isLessThan(100);
            assertThat(claim(agent, 3)).hasSize(3);
            buffers(system, SWEEP); // plans
            assertThat(buffers(system, SWEEP)).isLessThan(30);
        } finally {
            try (var owner = connect(Role.OWNER)) {
                owner.createStatement().execute("ALTER TABLE automation_jobs RESET (autovacuum_enabled)");
                owner.createStatement().execute("DELETE FROM automation_jobs");
            }
        }
    }

    private Connection connect(Role role) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.role(role), database.password());
    }

    private static void multiply(Connection system, UUID model) throws SQLException {
        try (var copies = system.prepareStatement("""
                INSERT INTO automation_jobs
                SELECT copy.* FROM automation_jobs j, generate_series(1, ?) AS n,
                       jsonb_populate_record(j, jsonb_build_object('id', md5(j.id || '-' || n)::uuid)) AS copy
                 WHERE j.id = ?
                """)) {
            copies.setInt(1, WAITING);
            copies.setObject(2, model);
            copies.executeUpdate();
        }
    }

    private int buffersOfOneClaim(Connection system, UUID tenant, UUID agent) throws SQLException {
        return buffers(
                system,
                "app.claim_jobs('%s', '%s', gen_random_uuid(), gen_random_uuid(), ARRAY['PLACE_ORDER', 'TRACK_ORDER'], 1,"
                                .formatted(tenant, agent)
                        + " now() + interval '1 day', now() + interval '2 days')");
    }

    private int buffers(Connection system, String function) throws SQLException {
        try (var statement = system.createStatement();
                var result =
                        statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM " + function)) {
            result.next();
            var plan = json.readTree(result.getString(1)).get(0).get("Plan");
            return plan.get("Shared Hit Blocks").asInt()
                    + plan.get("Shared Read Blocks").asInt();
        }
    }
}
