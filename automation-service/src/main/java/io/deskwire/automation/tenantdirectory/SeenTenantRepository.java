package io.deskwire.automation.tenantdirectory;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.sql.Row;
import io.deskwire.common.sql.VoidSelect;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class SeenTenantRepository {
    private static final String REMEMBER = """
            INSERT INTO tenants_seen (id, slug, status, version) VALUES (:id, :slug, :status, :version)
            ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, status = excluded.status, version = excluded.version
             WHERE tenants_seen.version < excluded.version
            """;
    private static final String BY_SLUG = """
            SELECT id FROM tenants_seen WHERE slug = :slug AND status = 'active' ORDER BY id DESC LIMIT 1
            """;

    private final JdbcClient jdbc;

    SeenTenantRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A look for a slug and the news of it pass one after the other, each until its transaction ends.
    void lock(String slug) {
        VoidSelect.run(jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(:slug, 2))")
                .param("slug", slug));
    }

    /// As [#lock], but beside others that look.
    void lockShared(String slug) {
        VoidSelect.run(jdbc.sql("SELECT pg_advisory_xact_lock_shared(hashtextextended(:slug, 2))")
                .param("slug", slug));
    }

    /// False where a later event came first.
    boolean remember(SeenTenant tenant) {
        return jdbc.sql(REMEMBER)
                        .param("id", tenant.id().value())
                        .param("slug", tenant.slug())
                        .param("status", Row.wire(tenant.status()))
                        .param("version", tenant.version())
                        .update()
                == 1;
    }

    Optional<TenantId> active(String slug) {
        return jdbc.sql(BY_SLUG)
                .param("slug", slug)
                .query(Row.as(row -> row.id("id", TenantId::new)))
                .optional();
    }
}
