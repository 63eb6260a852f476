package io.deskwire.auth.tenant;

import io.deskwire.common.erasure.TenantErasure;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What refers to a tenant under another name than `tenant_id`. Needs the system door.
@Repository
class ErasureRepository {
    private static final String DUE = """
            SELECT id, owner_id, version FROM tenants t
             WHERE deleted_at <= :before AND id <> ALL (:passedOver)
               AND NOT EXISTS (SELECT FROM tenant_services s
                                WHERE s.tenant_id = t.id
                                  AND s.status IN ('provisioned', 'requested', 'provisioning', 'failed',
                                                   'teardown', 'tearing_down'))
             ORDER BY deleted_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """;

    private static final String SERVICE_USERS = "SELECT count(*) FROM users WHERE service_tenant_id = :tenant";
    /// Sessions are of people, who stay; the audit log has its own way to go.
    private static final Set<String> NOT_BY_TENANT_ID = Set.of("sessions", "audit_log", "audit_heads");

    private final JdbcClient jdbc;
    private final TenantErasure erasure;

    ErasureRepository(JdbcClient jdbc, TenantErasure erasure) {
        this.jdbc = jdbc;
        this.erasure = erasure;
    }

    record Due(TenantId id, UserId owner, long version) {}

    /// One that was deleted so long ago, held for this transaction. Its tenant services go first.
    ///
    /// @param passedOver those not to try again now
    Optional<Due> lockDue(Instant deletedBefore, Set<TenantId> passedOver) {
        return jdbc.sql(DUE)
                .param("before", Row.at(deletedBefore))
                .param("passedOver", passedOver.stream().map(TenantId::value).toArray(UUID[]::new))
                .query(Row.as(row ->
                        new Due(row.id("id", TenantId::new), row.id("owner_id", UserId::new), row.number("version"))))
                .optional();
    }

    /// Everything of the tenant, and what proves it.
    TenantErasure.Proof erase(Due due) {
        var tenant = due.id();
        erasure.beginPatiently();
        detach(tenant);
        var others = new HashMap<String, Long>();
        others.put("tenants", 1L);
        others.put("users", count(SERVICE_USERS, tenant));
        others.put("audit_log", count("SELECT app.erase_audit(:tenant)", tenant));
        var proof = erasure.erase(tenant, NOT_BY_TENANT_ID, others, due.owner());
        delete(tenant);
        return proof;
    }

    private long count(String sql, TenantId tenant) {
        return jdbc.sql(sql).param("tenant", tenant.value()).query(Long.class).single();
    }

    /// People forget where they last worked.
    private void detach(TenantId tenant) {
        jdbc.sql("UPDATE sessions SET tenant_id = NULL WHERE tenant_id = :tenant")
                .param("tenant", tenant.value())
                .update();
        jdbc.sql("UPDATE users SET last_tenant_id = NULL WHERE last_tenant_id = :tenant")
                .param("tenant", tenant.value())
                .update();
    }

    /// The tenant itself and its service users' accounts with their sessions and identities.
    private void delete(TenantId tenant) {
        jdbc.sql("DELETE FROM users WHERE service_tenant_id = :tenant")
                .param("tenant", tenant.value())
                .update();
        jdbc.sql("DELETE FROM tenants WHERE id = :tenant")
                .param("tenant", tenant.value())
                .update();
    }
}
