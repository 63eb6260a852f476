package io.deskwire.auth.tenant;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What refers to a tenant under another name than `tenant_id`. Needs the system door.
@Repository
class ErasureRepository {
    private static final String DUE = """
            SELECT id, owner_id, version FROM tenants WHERE deleted_at <= :before
             ORDER BY deleted_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """;

    private final JdbcClient jdbc;

    ErasureRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Due(TenantId id, UserId owner, long version) {}

    /// One that was deleted so long ago, held for this transaction.
    Optional<Due> lockDue(Instant deletedBefore) {
        return jdbc.sql(DUE)
                .param("before", Row.at(deletedBefore))
                .query(Row.as(row ->
                        new Due(row.id("id", TenantId::new), row.id("owner_id", UserId::new), row.number("version"))))
                .optional();
    }

    /// People forget where they last worked.
    void detach(TenantId tenant) {
        jdbc.sql("UPDATE sessions SET tenant_id = NULL WHERE tenant_id = :tenant")
                .param("tenant", tenant.value())
                .update();
        jdbc.sql("UPDATE users SET last_tenant_id = NULL WHERE last_tenant_id = :tenant")
                .param("tenant", tenant.value())
                .update();
    }

    /// The tenant itself and its machines' accounts with their sessions and identities.
    void delete(TenantId tenant) {
        jdbc.sql("DELETE FROM users WHERE service_tenant_id = :tenant")
                .param("tenant", tenant.value())
                .update();
        jdbc.sql("DELETE FROM tenants WHERE id = :tenant")
                .param("tenant", tenant.value())
                .update();
    }
}
