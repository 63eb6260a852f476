package io.deskwire.auth.tenant;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class TenantRepository {
    private static final String INSERT = """
            INSERT INTO tenants (id, name, slug, domain, owner_id, metadata, status, version, created_at, updated_at)
            VALUES (:id, :name, :slug, :domain, :owner, :metadata::jsonb, :status, :version, :created, :updated)
            ON CONFLICT DO NOTHING
            """;
    private static final String PAGE = """
            SELECT * FROM tenants
             WHERE status <> 'deleted' AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TenantRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// False where the slug or the domain is taken.
    boolean insert(Tenant tenant) {
        return jdbc.sql(INSERT)
                        .param("id", tenant.id().value())
                        .param("name", tenant.name())
                        .param("slug", tenant.slug())
                        .param("domain", tenant.domain())
                        .param("owner", tenant.ownerId().value())
                        .param("metadata", json.writeValueAsString(tenant.metadata()))
                        .param("status", Row.wire(tenant.status()))
                        .param("version", tenant.version())
                        .param("created", Row.at(tenant.createdAt()))
                        .param("updated", Row.at(tenant.updatedAt()))
                        .update()
                == 1;
    }

    /// One of those the caller may see; the policy decides.
    Optional<Tenant> find(TenantId id) {
        return jdbc.sql("SELECT * FROM tenants WHERE id = :id AND status <> 'deleted'")
                .param("id", id.value())
                .query(Row.as(this::tenant))
                .optional();
    }

    /// Those the caller may see, newest first; the policy decides.
    List<Tenant> page(PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(this::tenant))
                .list();
    }

    private Tenant tenant(Row row) throws SQLException {
        return new Tenant(
                row.id("id", TenantId::new),
                row.text("name"),
                row.text("slug"),
                row.textOrNull("domain"),
                row.id("owner_id", UserId::new),
                json.readValue(row.text("metadata"), ObjectNode.class),
                row.constant("status", Tenant.Status.class),
                row.number("version"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }
}
