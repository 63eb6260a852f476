package io.deskwire.auth.serviceuser;

import io.deskwire.auth.serviceuser.ServiceUser.Status;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

@Repository
class ServiceUserRepository {
    private static final String INSERT = """
            INSERT INTO service_users (tenant_id, id, name, description, application_id, application_name, permissions,
                                       rate_limit, status, version, created_by, created_at, updated_at)
            VALUES (:tenant, :id, :name, :description, :applicationId, :applicationName, :permissions,
                    :rateLimit, :status, :version, :by, :created, :updated)
            """;
    private static final String UPDATE = """
            UPDATE service_users
               SET name = :name, description = :description, application_id = :applicationId,
                   application_name = :applicationName, permissions = :permissions, rate_limit = :rateLimit,
                   status = :status, version = :version, updated_at = :updated
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1
            """;
    private static final String PAGE = """
            SELECT * FROM service_users
             WHERE tenant_id = :tenant AND (:after::uuid IS NULL OR id < :after)
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
        bind(INSERT, machine)
                .param("by", machine.createdBy().value())
                .param("created", Row.at(machine.createdAt()))
                .update();
    }

    /// False where somebody else was faster: the version is not the one before the given one any more.
    boolean update(ServiceUser machine) {
        return bind(UPDATE, machine).update() == 1;
    }

    private StatementSpec bind(String sql, ServiceUser machine) {
        return jdbc.sql(sql)
                .param("tenant", machine.tenantId().value())
                .param("id", machine.id().value())
                .param("name", machine.name())
                .param("description", machine.description())
                .param("applicationId", machine.applicationId())
                .param("applicationName", machine.applicationName())
                .param("permissions", Row.array(machine.permissions()))
                .param("rateLimit", machine.rateLimit())
                .param("status", Row.wire(machine.status()))
                .param("version", machine.version())
                .param("updated", Row.at(machine.updatedAt()));
    }

    Optional<ServiceUser> find(TenantId tenant, UserId id) {
        return jdbc.sql("SELECT * FROM service_users WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(ServiceUserRepository::serviceUser))
                .optional();
    }

    /// Newest first.
    List<ServiceUser> page(TenantId tenant, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(ServiceUserRepository::serviceUser))
                .list();
    }

    record Active(ServiceUser machine, boolean tenantSuspended) {}

    Optional<Active> active(UserId id) {
        return jdbc.sql(WORKPLACE)
                .param("id", id.value())
                .query(Row.as(row -> new Active(serviceUser(row), "suspended".equals(row.text("tenant_status")))))
                .optional();
    }

    private static ServiceUser serviceUser(Row row) throws SQLException {
        return new ServiceUser(
                row.id("id", UserId::new),
                row.id("tenant_id", TenantId::new),
                row.text("name"),
                row.textOrNull("description"),
                row.textOrNull("application_id"),
                row.textOrNull("application_name"),
                row.texts("permissions"),
                row.integerOrNull("rate_limit"),
                row.constant("status", Status.class),
                row.number("version"),
                row.id("created_by", UserId::new),
                row.instant("created_at"),
                row.instant("updated_at"));
    }
}
