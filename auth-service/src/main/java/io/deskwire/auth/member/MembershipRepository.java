package io.deskwire.auth.member;

import io.deskwire.auth.role.DepartmentRoleId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.common.sql.VoidSelect;
import io.deskwire.contracts.access.TenantRole;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class MembershipRepository {
    private static final String INSERT = """
            INSERT INTO memberships (tenant_id, user_id, role, department_role_id, version, created_at, updated_at)
            VALUES (:tenant, :user, :role, :department, :version, :created, :updated)
            ON CONFLICT DO NOTHING
            """;
    private static final String UPDATE = """
            UPDATE memberships
               SET role = :role, department_role_id = :department, version = :version, updated_at = :updated
             WHERE tenant_id = :tenant AND user_id = :user AND version = :version - 1
            """;
    private static final String DELETE = """
            DELETE FROM memberships WHERE tenant_id = :tenant AND user_id = :user AND version = :version
            """;
    private static final String MEMBERS = """
            SELECT m.*, u.email, u.display_name FROM memberships m LEFT JOIN users u ON u.id = m.user_id
             WHERE m.tenant_id = :tenant
            """;
    private static final String PAGE = MEMBERS + """
               AND (:role::text IS NULL OR m.role = :role)
               AND (:after::uuid IS NULL OR m.user_id < :after)
             ORDER BY m.user_id DESC LIMIT :limit
            """;
    /// A transaction that may take a tenant's last admin waits here for others that may.
    private static final String LOCK_ADMINS = """
            SELECT pg_advisory_xact_lock(hashtextextended('admins of ' || :tenant, 0))
            """;
    private static final String OTHER_ADMINS = """
            SELECT EXISTS (SELECT FROM memberships WHERE tenant_id = :tenant AND role = 'admin' AND user_id <> :user)
            """;
    private static final String WORKPLACES = "SELECT " + WorkplaceRows.COLUMN + " FROM users u WHERE u.id = :user";
    private static final String BELONGS = """
            SELECT EXISTS (SELECT FROM memberships m JOIN tenants t ON t.id = m.tenant_id
                            WHERE m.tenant_id = :tenant AND m.user_id = :user AND t.status <> 'deleted')
            """;
    private static final String REMEMBER = "UPDATE users SET last_tenant_id = :tenant WHERE id = :user";

    private final JdbcClient jdbc;
    private final WorkplaceRows rows;

    MembershipRepository(JdbcClient jdbc, WorkplaceRows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    /// False where the person is a member already.
    boolean insert(Membership membership) {
        return bind(INSERT, membership)
                        .param("created", Row.at(membership.createdAt()))
                        .update()
                == 1;
    }

    /// False where somebody else was faster.
    boolean update(Membership membership) {
        return bind(UPDATE, membership).update() == 1;
    }

    private JdbcClient.StatementSpec bind(String sql, Membership membership) {
        return jdbc.sql(sql)
                .param("tenant", membership.tenantId().value())
                .param("user", membership.userId().value())
                .param("role", membership.role().wire())
                .param(
                        "department",
                        membership.departmentRoleId() == null
                                ? null
                                : membership.departmentRoleId().value())
                .param("version", membership.version())
                .param("updated", Row.at(membership.updatedAt()));
    }

    /// False where somebody else was faster.
    boolean delete(Membership membership) {
        return jdbc.sql(DELETE)
                        .param("tenant", membership.tenantId().value())
                        .param("user", membership.userId().value())
                        .param("version", membership.version())
                        .update()
                == 1;
    }

    void lockAdmins(TenantId tenant) {
        VoidSelect.run(jdbc.sql(LOCK_ADMINS).param("tenant", tenant.toString()));
    }

    boolean otherAdmins(TenantId tenant, UserId user) {
        return jdbc.sql(OTHER_ADMINS)
                .param("tenant", tenant.value())
                .param("user", user.value())
                .query(Boolean.class)
                .single();
    }

    Optional<Member> find(TenantId tenant, UserId user) {
        return jdbc.sql(MEMBERS + " AND m.user_id = :user")
                .param("tenant", tenant.value())
                .param("user", user.value())
                .query(Row.as(MembershipRepository::member))
                .optional();
    }

    /// The newest accounts first.
    List<Member> page(TenantId tenant, @Nullable TenantRole role, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("role", role == null ? null : role.wire())
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(MembershipRepository::member))
                .list();
    }

    /// The last used first, then the newest.
    List<Workplace> workplaces(UserId user) {
        return jdbc.sql(WORKPLACES)
                .param("user", user.value())
                .query(Row.as(rows::workplaces))
                .optional()
                .orElse(List.of());
    }

    /// Deleted ones included.
    List<TenantId> tenantsOf(UserId user) {
        return jdbc.sql("SELECT tenant_id FROM memberships WHERE user_id = :user ORDER BY tenant_id")
                .param("user", user.value())
                .query(Row.as(row -> row.id("tenant_id", TenantId::new)))
                .list();
    }

    boolean belongs(UserId user, TenantId tenant) {
        return jdbc.sql(BELONGS)
                .param("tenant", tenant.value())
                .param("user", user.value())
                .query(Boolean.class)
                .single();
    }

    void remember(UserId user, TenantId tenant) {
        jdbc.sql(REMEMBER)
                .param("user", user.value())
                .param("tenant", tenant.value())
                .update();
    }

    private static Member member(Row row) throws SQLException {
        return new Member(
                new Membership(
                        row.id("tenant_id", TenantId::new),
                        row.id("user_id", UserId::new),
                        row.constant("role", TenantRole.class),
                        row.idOrNull("department_role_id", DepartmentRoleId::new),
                        row.number("version"),
                        row.instant("created_at"),
                        row.instant("updated_at")),
                row.textOrNull("email"),
                row.textOrNull("display_name"));
    }
}
