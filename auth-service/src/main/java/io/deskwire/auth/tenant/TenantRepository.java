package io.deskwire.auth.tenant;

import io.deskwire.auth.tenant.Tenant.Naming;
import io.deskwire.auth.tenant.Tenant.Standing;
import io.deskwire.auth.tenant.Tenant.Status;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
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
    private static final String UPDATE = """
            UPDATE tenants
               SET name = :name, domain = :domain, metadata = :metadata::jsonb, status = :status,
                   deleted_at = :deleted, version = :version, updated_at = :updated
             WHERE id = :id AND version = :version - 1
            """;
    private static final String FIND = """
            SELECT * FROM tenants
             WHERE id = :id AND (status <> 'deleted' OR owner_id = :caller) AND (:chosen::uuid IS NULL OR id = :chosen)
            """;
    private static final String PAGE = """
            SELECT * FROM tenants
             WHERE CASE WHEN :status::text IS NULL THEN status <> 'deleted' ELSE status = :status END
               AND (status <> 'deleted' OR owner_id = :caller) AND (:chosen::uuid IS NULL OR id = :chosen)
               AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;

    /// Requests of a tenant have no right to this column.
    private static final String HOLD = UPDATE.replace("SET", "SET held_by_operator = :held,");

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TenantRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// False where the slug or the domain is taken.
    boolean insert(Tenant tenant) {
        return bind(INSERT, tenant)
                        .param("slug", tenant.slug())
                        .param("owner", tenant.ownerId().value())
                        .param("created", Row.at(tenant.createdAt()))
                        .update()
                == 1;
    }

    /// False where somebody else was faster. Raises `DuplicateKeyException` where the domain is taken.
    boolean update(Tenant tenant) {
        return bind(UPDATE, tenant).update() == 1;
    }

    /// As [#update], by the operator, with what only that one may change.
    boolean hold(Tenant tenant) {
        return bind(HOLD, tenant)
                        .param("held", tenant.standing().heldByOperator())
                        .update()
                == 1;
    }

    private StatementSpec bind(String sql, Tenant tenant) {
        return jdbc.sql(sql)
                .param("id", tenant.id().value())
                .param("name", tenant.name())
                .param("domain", tenant.naming().domain())
                .param("metadata", json.writeValueAsString(tenant.metadata()))
                .param("status", Row.wire(tenant.status()))
                .param("version", tenant.version())
                .param("deleted", Row.at(tenant.standing().deletedAt()))
                .param("updated", Row.at(tenant.updatedAt()));
    }

    /// One of those the caller may see; the policy decides, and for the secret key the tenant it was sent with. A
    /// deleted one shows itself to its owner alone.
    Optional<Tenant> find(TenantId id, Caller caller) {
        return jdbc.sql(FIND)
                .param("id", id.value())
                .param("caller", caller.subject().value())
                .param("chosen", chosen(caller))
                .query(Row.as(this::tenant))
                .optional();
    }

    /// Those the caller may see, newest first, as for [#find].
    ///
    /// @param status null for all but the deleted
    List<Tenant> page(Caller caller, @Nullable Status status, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("caller", caller.subject().value())
                .param("chosen", chosen(caller))
                .param("status", status == null ? null : Row.wire(status))
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(this::tenant))
                .list();
    }

    /// The secret key is under no policy.
    private static @Nullable UUID chosen(Caller caller) {
        return caller.kind() == Caller.Kind.SYSTEM && caller.tenant() != null
                ? caller.tenant().value()
                : null;
    }

    private Tenant tenant(Row row) throws SQLException {
        return new Tenant(
                row.id("id", TenantId::new),
                new Naming(row.text("name"), row.text("slug"), row.textOrNull("domain")),
                row.id("owner_id", UserId::new),
                json.readValue(row.text("metadata"), ObjectNode.class),
                new Standing(
                        row.constant("status", Status.class),
                        row.flag("held_by_operator"),
                        row.instantOrNull("deleted_at")),
                row.number("version"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }
}
