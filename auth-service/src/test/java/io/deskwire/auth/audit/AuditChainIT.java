package io.deskwire.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// The chain against those who would change it: one entry more, one less, one other.
@AuthServiceTest
class AuditChainIT {
    @Autowired
    AuditLog audit;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    DatabaseProperties database;

    @Autowired
    People people;

    final TenantId tenant = new TenantId(UUID.randomUUID());

    private void record(int number) {
        system.run("test", () -> audit.record(tenant, "test.done", null, Map.of("number", number)));
    }

    private record Verdict(long entries, @Nullable Long brokenAt) {}

    private Verdict verify() {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT * FROM app.verify_audit_chain(:tenant)")
                        .param("tenant", tenant.value())
                        .query((row, _) -> new Verdict(row.getLong("entries"), row.getObject("broken_at", Long.class)))
                        .single());
    }

    /// As a database administrator would, past every grant, policy and trigger.
    private void tamper(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), "auth_owner", database.password());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("ALTER TABLE audit_log DISABLE TRIGGER USER");
            statement.execute(sql.formatted(tenant));
            statement.execute("ALTER TABLE audit_log ENABLE TRIGGER USER");
            connection.commit();
        }
    }

    @Test
    void holdsFromTheFirstEntryToTheLast() {
        IntStream.range(0, 5).forEach(this::record);

        assertThat(verify()).isEqualTo(new Verdict(5, null));
    }

    @Test
    void hasNoGapWhenManyWriteAtOnce() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 100).forEach(number -> threads.submit(() -> record(number)));
        }

        assertThat(verify()).isEqualTo(new Verdict(100, null));
    }

    @Test
    void showsAChangedEntry() throws SQLException {
        IntStream.range(0, 5).forEach(this::record);

        tamper("UPDATE audit_log SET details = '{\"number\": 1}' WHERE tenant_id = '%s' AND seq = 3");

        assertThat(verify().brokenAt()).isEqualTo(3);
    }

    @Test
    void showsAMissingEntryAndACutOffEnd() throws SQLException {
        IntStream.range(0, 6).forEach(this::record);

        tamper("DELETE FROM audit_log WHERE tenant_id = '%s' AND seq = 6");
        assertThat(verify()).isEqualTo(new Verdict(5, 6L));

        tamper("DELETE FROM audit_log WHERE tenant_id = '%s' AND seq = 2");
        assertThat(verify().brokenAt()).isEqualTo(3);
    }

    @Test
    void showsAnEntryThatWasHashedAnew() throws SQLException {
        IntStream.range(0, 3).forEach(this::record);

        tamper("""
                UPDATE audit_log SET actor = 'user:somebody else' WHERE tenant_id = '%1$s' AND seq = 3;
                UPDATE audit_log l SET hash = app.audit_hash(l) WHERE tenant_id = '%1$s' AND seq = 3""");

        assertThat(verify().brokenAt()).isEqualTo(3);
    }

    @Test
    void isAppendedByNobodyForAnotherTenant() {
        assertThatThrownBy(() -> jdbc.sql("""
                                SELECT app.append_audit(ROW(:t, NULL, :t, now(), 'a', 'b', NULL, NULL, NULL, NULL, NULL,
                                                            NULL, '{}', NULL, NULL)::audit_log)
                                """)
                        .param("t", tenant.value())
                        .query(Long.class)
                        .single())
                .rootCause()
                .hasMessageContaining("its own tenant");
    }

    @Test
    void isChangedByNobody() throws SQLException {
        record(1);

        for (var role : List.of("auth_app", "auth_system", "auth_owner")) {
            for (var sql :
                    List.of("UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log")) {
                try (var connection = DriverManager.getConnection(database.jdbcUrl(), role, database.password());
                        var statement = connection.createStatement()) {
                    assertThatThrownBy(() -> statement.execute(sql))
                            .as(role + ": " + sql)
                            .isInstanceOf(SQLException.class)
                            .extracting(failure -> ((SQLException) failure).getSQLState())
                            .isEqualTo("42501");
                }
            }
        }
    }

    @Test
    void goesWithTheWholeTenant() {
        IntStream.range(0, 3).forEach(this::record);

        var erased = system.call(
                "test",
                () -> jdbc.sql("SELECT app.erase_audit(:tenant)")
                        .param("tenant", tenant.value())
                        .query(Long.class)
                        .single());

        assertThat(erased).isEqualTo(3);
        assertThat(verify()).isEqualTo(new Verdict(0, null));
    }

    @Test
    void forgetsADeedThatWasRolledBack() {
        assertThatThrownBy(() -> system.run("test", () -> {
                    audit.record(tenant, "test.done", null, Map.of());
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(verify()).isEqualTo(new Verdict(0, null));
    }

    private JsonNode chain(Api operator, String tenant) {
        var chains = operator.get("/auth/v1/admin/audit/chains?tenant=" + tenant)
                .expect(200)
                .json()
                .get("chains");
        assertThat(chains).hasSize(1);
        return chains.get(0);
    }

    @Test
    void isVerifiedForAnyTenantAndThePlatformByWhoRunsTheInstallation() throws SQLException {
        var operator = people.adminClient();
        var acme = people.founder("acme");
        var slug = operator.get("/auth/v1/admin/audit/chains?tenant=" + acme.tenantId())
                .expect(200)
                .text("/chains/0/name");

        var whole = chain(operator, slug);
        assertThat(whole.get("tenant_id").asString()).isEqualTo(acme.tenantId());
        assertThat(whole.get("entries").asLong()).isPositive();
        assertThat(whole.get("complete").asBoolean()).isTrue();
        assertThat(whole.get("broken_at").isNull()).isTrue();
        assertThat(chain(operator, "platform").get("broken_at").isNull()).isTrue();
        assertThat(operator.get("/auth/v1/admin/audit/chains?tenant=no-such")
                        .expect(404)
                        .text("/code"))
                .isEqualTo("tenant_not_found");
        operator.get("/auth/v1/admin/audit/chains?cursor=nonsense").expect(400);

        tamper("UPDATE audit_log SET actor = 'user:x' WHERE tenant_id = '" + acme.tenantId() + "' AND seq = 2");
        assertThat(chain(operator, slug).get("broken_at").asLong()).isEqualTo(2);

        tamper("DELETE FROM audit_log WHERE tenant_id = '%1$s'; DELETE FROM audit_heads WHERE tenant_id = '%1$s'"
                .formatted(acme.tenantId()));
        assertThat(chain(operator, slug).get("broken_at").asLong()).isEqualTo(1);
    }

    /// Page after page; other tests' tenants are among them, some with broken chains.
    @Test
    void isFoundAmongAllOthers() throws SQLException {
        IntStream.range(0, 3).forEach(this::record);
        tamper("DELETE FROM audit_heads WHERE tenant_id = '%s'");
        var acme = people.founder("found");

        var seen = new HashMap<String, JsonNode>();
        String cursor = null;
        do {
            var page = people.adminClient()
                    .get("/auth/v1/admin/audit/chains" + (cursor == null ? "" : "?cursor=" + cursor))
                    .expect(200)
                    .json();
            page.get("chains").forEach(chain -> seen.put(chain.get("tenant_id").asString(), chain));
            cursor = page.get("next_cursor").asStringOpt().orElse(null);
        } while (cursor != null);

        assertThat(seen).containsKeys(acme.tenantId(), Uuid7.NIL.toString(), tenant.toString());
        assertThat(seen.get(acme.tenantId()).get("broken_at").isNull()).isTrue();
        assertThat(seen.get(tenant.toString()).get("broken_at").asLong()).isEqualTo(1);
    }
}
