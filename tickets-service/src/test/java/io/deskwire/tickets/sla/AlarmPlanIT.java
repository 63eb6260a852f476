package io.deskwire.tickets.sla;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.DatabaseProperties.Role;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.tickets.TicketsServiceTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A sweep probes an index, however many tickets are open.
@TicketsServiceTest
class AlarmPlanIT {
    private static final int OPEN = 1_000_000;
    private static final int A_FEW_PAGES = 40;

    @Autowired
    DatabaseProperties database;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    final UUID tenant = UUID.randomUUID();

    @BeforeEach
    void fill() throws SQLException {
        try (var connection = connect(Role.SYSTEM);
                var statement = connection.prepareStatement("""
                        INSERT INTO ticket_clocks (tenant_id, ticket_id, due_at, wake_at, warned)
                        SELECT ?, lpad(to_hex(n), 32, '0')::uuid, at + interval '1 hour', at, false
                          FROM generate_series(1, ?) AS n, LATERAL (SELECT now() + interval '1 day' + n * interval '1 second') AS a (at)
                        """)) {
            statement.setObject(1, tenant);
            statement.setInt(2, OPEN);
            statement.executeUpdate();
        }
        try (var connection = connect(Role.OWNER);
                var statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE ticket_clocks");
        }
    }

    @AfterEach
    void empty() throws SQLException {
        try (var connection = connect(Role.OWNER);
                var statement = connection.createStatement()) {
            statement.execute("TRUNCATE ticket_clocks");
        }
    }

    private Connection connect(Role role) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.role(role), database.password());
    }

    @Test
    void findsThatNothingIsDueAndWhenSomethingIs() {
        var coming = explained(AlarmRepository.COMING, null);
        assertThat(coming.toString()).contains("ticket_clocks_by_wake");
        assertThat(buffers(coming)).isLessThan(A_FEW_PAGES);

        var idle = explained(AlarmRepository.CLAIM, Instant.now());
        assertThat(idle.toString()).contains("ticket_clocks_by_wake");
        assertThat(buffers(idle)).isLessThan(A_FEW_PAGES);

        var due = explained(AlarmRepository.CLAIM, Instant.now().plusSeconds(500_000));
        assertThat(due.toString()).contains("ticket_clocks_by_wake");
        assertThat(buffers(due)).isLessThan(A_FEW_PAGES);
    }

    /// The statement's plan, as it went.
    private JsonNode explained(String sql, @Nullable Instant now) {
        return system.call("test", () -> {
            var statement = jdbc.sql("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql);
            var plan = (now == null ? statement : statement.param("now", Row.at(now)))
                    .query(String.class)
                    .single();
            return JsonMapper.shared().readTree(plan).get(0).get("Plan");
        });
    }

    private static int buffers(JsonNode plan) {
        return plan.get("Shared Hit Blocks").asInt()
                + plan.get("Shared Read Blocks").asInt();
    }
}
