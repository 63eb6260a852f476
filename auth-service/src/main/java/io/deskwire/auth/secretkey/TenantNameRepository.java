package io.deskwire.auth.secretkey;

import io.deskwire.auth.platform.TenantName;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.sql.Row;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class TenantNameRepository {
    private static final String BY_NAME = """
            SELECT id FROM tenants WHERE status <> 'deleted' AND (id = :id::uuid OR slug = :slug)
            """;

    private final JdbcClient jdbc;

    TenantNameRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<TenantId> find(String idOrSlug) {
        var name = TenantName.of(idOrSlug);
        return jdbc.sql(BY_NAME)
                .param("id", name.id())
                .param("slug", name.slug())
                .query(Row.as(row -> row.id("id", TenantId::new)))
                .optional();
    }
}
