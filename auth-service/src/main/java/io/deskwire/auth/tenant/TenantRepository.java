package io.deskwire.auth.tenant;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Cursor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Repository
class TenantRepository {
    private static final String INSERT = """
            INSERT INTO tenants (id, name, slug, domain, owner_id, metadata, status, version, created_at, updated_at)
            VALUES (:id, :name, :slug, :domain, :owner, :metadata::jsonb, :status, :version, :created, :updated)
            ON CONFLICT DO NOTHING
            """;
    private static final String PAGE = """
            SELECT * FROM tenants
             WHERE status <> 'deleted' AND (:after::uuid IS NULL OR id < :after::uuid)
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
                        .param("status", tenant.status().name().toLowerCase(Locale.ROOT))
                        .param("version", tenant.version())
                        .param("created", tenant.createdAt().atOffset(ZoneOffset.UTC))
                        .param("updated", tenant.updatedAt().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /// One of those the caller may see; the policy decides.
    Optional<Tenant> find(TenantId id) {
        return jdbc.sql("SELECT * FROM tenants WHERE id = :id AND status <> 'deleted'")
                .param("id", id.value())
                .query((row, _) -> tenant(row))
                .optional();
    }

    /// Those the caller may see, newest first; the policy decides.
    List<Tenant> page(@Nullable Cursor after, int limit) {
        return jdbc.sql(PAGE)
                .param("after", after == null ? null : after.key().getFirst())
                .param("limit", limit + 1)
                .query((row, _) -> tenant(row))
                .list();
    }

    private Tenant tenant(ResultSet row) throws SQLException {
        return new Tenant(
                new TenantId(row.getObject("id", UUID.class)),
                row.getString("name"),
                row.getString("slug"),
                row.getString("domain"),
                new UserId(row.getObject("owner_id", UUID.class)),
                json.readValue(row.getString("metadata"), new TypeReference<Map<String, Object>>() {}),
                Tenant.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getLong("version"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
