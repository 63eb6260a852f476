package io.deskwire.auth.role;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.contracts.access.TenantRole;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

@Repository
class RoleRepository {
    private static final String INSERT = """
            INSERT INTO role_permissions (tenant_id, role, id, permissions, version, updated_at)
            VALUES (:tenant, :role, :id, :permissions, :version, :updated)
            ON CONFLICT DO NOTHING
            """;
    private static final String UPDATE = """
            UPDATE role_permissions SET permissions = :permissions, version = :version, updated_at = :updated
             WHERE tenant_id = :tenant AND role = :role AND id = :id AND version = :version - 1
            """;
    private static final String INSERT_DEPARTMENT = """
            INSERT INTO department_roles (tenant_id, id, name, permissions, version, created_at, updated_at)
            VALUES (:tenant, :id, :name, :permissions, :version, :created, :updated)
            ON CONFLICT DO NOTHING
            """;
    private static final String UPDATE_DEPARTMENT = """
            UPDATE department_roles
               SET name = :name, permissions = :permissions, version = :version, updated_at = :updated
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1
            """;
    private static final String PAGE = """
            SELECT * FROM department_roles
             WHERE tenant_id = :tenant AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;
    private static final String OFFERED = """
            SELECT EXISTS (SELECT FROM invites
                            WHERE tenant_id = :tenant AND department_role_id = :id
                              AND accepted_at IS NULL AND revoked_at IS NULL)
            """;

    private final JdbcClient jdbc;

    RoleRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Role> find(TenantId tenant, TenantRole role) {
        return jdbc.sql("SELECT * FROM role_permissions WHERE tenant_id = :tenant AND role = :role")
                .param("tenant", tenant.value())
                .param("role", role.wire())
                .query(Row.as(RoleRepository::role))
                .optional();
    }

    /// False where somebody else was faster.
    boolean save(Role role) {
        return jdbc.sql(role.version() == 1 ? INSERT : UPDATE)
                        .param("tenant", role.tenantId().value())
                        .param("role", role.role().wire())
                        .param("id", role.id())
                        .param("permissions", Row.array(role.permissions()))
                        .param("version", role.version())
                        .param("updated", Row.at(role.updatedAt()))
                        .update()
                == 1;
    }

    List<UserId> bearers(TenantId tenant, TenantRole role) {
        return jdbc.sql("SELECT user_id FROM memberships WHERE tenant_id = :tenant AND role = :role")
                .param("tenant", tenant.value())
                .param("role", role.wire())
                .query(Row.as(row -> row.id("user_id", UserId::new)))
                .list();
    }

    /// False where the name is taken.
    boolean insert(DepartmentRole role) {
        return bind(INSERT_DEPARTMENT, role)
                        .param("created", Row.at(role.createdAt()))
                        .update()
                == 1;
    }

    /// False where somebody else was faster. Raises `DuplicateKeyException` where the name is taken.
    boolean update(DepartmentRole role) {
        return bind(UPDATE_DEPARTMENT, role).update() == 1;
    }

    private StatementSpec bind(String sql, DepartmentRole role) {
        return jdbc.sql(sql)
                .param("tenant", role.tenantId().value())
                .param("id", role.id().value())
                .param("name", role.name())
                .param("permissions", Row.array(role.permissions()))
                .param("version", role.version())
                .param("updated", Row.at(role.updatedAt()));
    }

    boolean delete(DepartmentRole role) {
        return jdbc.sql("DELETE FROM department_roles WHERE tenant_id = :tenant AND id = :id AND version = :version")
                        .param("tenant", role.tenantId().value())
                        .param("id", role.id().value())
                        .param("version", role.version())
                        .update()
                == 1;
    }

    Optional<DepartmentRole> find(TenantId tenant, DepartmentRoleId id) {
        return jdbc.sql("SELECT * FROM department_roles WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(RoleRepository::departmentRole))
                .optional();
    }

    Optional<DepartmentRole> named(TenantId tenant, String name) {
        return jdbc.sql("SELECT * FROM department_roles WHERE tenant_id = :tenant AND name = :name")
                .param("tenant", tenant.value())
                .param("name", name)
                .query(Row.as(RoleRepository::departmentRole))
                .optional();
    }

    /// Newest first.
    List<DepartmentRole> page(TenantId tenant, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(RoleRepository::departmentRole))
                .list();
    }

    /// Whether an open invite offers it.
    boolean offered(DepartmentRole role) {
        return jdbc.sql(OFFERED)
                .param("tenant", role.tenantId().value())
                .param("id", role.id().value())
                .query(Boolean.class)
                .single();
    }

    List<UserId> bearers(DepartmentRole role) {
        return jdbc.sql("SELECT user_id FROM memberships WHERE tenant_id = :tenant AND department_role_id = :id")
                .param("tenant", role.tenantId().value())
                .param("id", role.id().value())
                .query(Row.as(row -> row.id("user_id", UserId::new)))
                .list();
    }

    private static Role role(Row row) throws SQLException {
        UUID id = row.uuid("id");
        return new Role(
                row.id("tenant_id", TenantId::new),
                row.constant("role", TenantRole.class),
                id,
                row.texts("permissions"),
                row.number("version"),
                row.instant("updated_at"));
    }

    private static DepartmentRole departmentRole(Row row) throws SQLException {
        return new DepartmentRole(
                row.id("id", DepartmentRoleId::new),
                row.id("tenant_id", TenantId::new),
                row.text("name"),
                row.texts("permissions"),
                row.number("version"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }
}
