package io.deskwire.auth.serviceuser;

import io.deskwire.auth.serviceuser.ServiceUser.Status;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Cursor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ServiceUserRepository {
    private static final String INSERT = """
            INSERT INTO service_users (tenant_id, id, name, description, application_id, application_name, permissions,
                                       rate_limit, status, version, created_by, created_at, updated_at)
            VALUES (:tenant, :id, :name, :description, :applicationId, :applicationName, :permissions,
                    :rateLimit, :status, :version, :by, :created, :updated)
            """;
    private static final String PAGE = """
            SELECT * FROM service_users
             WHERE tenant_id = :tenant AND (:after::uuid IS NULL OR id < :after::uuid)
             ORDER BY id DESC LIMIT :limit
            """;
    private static final String WORKPLACE = """
            SELECT s.*, t.status AS tenant_status FROM service_users s JOIN tenants t ON t.id = s.tenant_id
             WHERE s.id = :id AND s.status = 'active' AND t.status <> 'deleted'
            """;

    private final JdbcClient jdbc;

    ServiceUserRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(ServiceUser machine) {
        jdbc.sql(INSERT)
                .param("tenant", machine.tenantId().value())
                .param("id", machine.id().value())
                .param("name", machine.name())
                .param("description", machine.description())
                .param("applicationId", machine.applicationId())
                .param("applicationName", machine.applicationName())
                .param("permissions", machine.permissions().toArray(String[]::new))
                .param("rateLimit", machine.rateLimit())
                .param("status", machine.status().name().toLowerCase(Locale.ROOT))
                .param("version", machine.version())
                .param("by", machine.createdBy().value())
                .param("created", machine.createdAt().atOffset(ZoneOffset.UTC))
                .param("updated", machine.updatedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<ServiceUser> find(TenantId tenant, UserId id) {
        return jdbc.sql("SELECT * FROM service_users WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query((row, _) -> serviceUser(row))
                .optional();
    }

    /// Newest first.
    List<ServiceUser> page(TenantId tenant, @Nullable Cursor after, int limit) {
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.key().getFirst())
                .param("limit", limit + 1)
                .query((row, _) -> serviceUser(row))
                .list();
    }

    record Active(ServiceUser machine, boolean tenantSuspended) {}

    Optional<Active> active(UserId id) {
        return jdbc.sql(WORKPLACE)
                .param("id", id.value())
                .query((row, _) -> new Active(serviceUser(row), "suspended".equals(row.getString("tenant_status"))))
                .optional();
    }

    private static ServiceUser serviceUser(ResultSet row) throws SQLException {
        return new ServiceUser(
                new UserId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("name"),
                row.getString("description"),
                row.getString("application_id"),
                row.getString("application_name"),
                List.of((String[]) row.getArray("permissions").getArray()),
                row.getObject("rate_limit", Integer.class),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getLong("version"),
                new UserId(row.getObject("created_by", UUID.class)),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
