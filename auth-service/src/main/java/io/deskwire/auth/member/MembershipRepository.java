package io.deskwire.auth.member;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.TenantRole;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class MembershipRepository {
    private static final String INSERT = """
            INSERT INTO memberships (tenant_id, user_id, role, version, created_at, updated_at)
            VALUES (:tenant, :user, :role, :version, :created, :updated)
            """;
    private static final String WORKPLACES = """
            SELECT m.tenant_id, t.slug, m.role, t.status
              FROM memberships m
              JOIN tenants t ON t.id = m.tenant_id
              JOIN users u ON u.id = m.user_id
             WHERE m.user_id = :user AND t.status <> 'deleted'
             ORDER BY (m.tenant_id = u.last_tenant_id) DESC NULLS LAST, m.created_at DESC
            """;
    private static final String BELONGS = """
            SELECT EXISTS (SELECT FROM memberships WHERE tenant_id = :tenant AND user_id = :user)
            """;
    private static final String REMEMBER = "UPDATE users SET last_tenant_id = :tenant WHERE id = :user";

    private final JdbcClient jdbc;

    MembershipRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Membership membership) {
        jdbc.sql(INSERT)
                .param("tenant", membership.tenantId().value())
                .param("user", membership.userId().value())
                .param("role", membership.role().wire())
                .param("version", membership.version())
                .param("created", Row.at(membership.createdAt()))
                .param("updated", Row.at(membership.updatedAt()))
                .update();
    }

    /// The last used first, then the newest.
    List<Workplace> workplaces(UserId user) {
        return jdbc.sql(WORKPLACES)
                .param("user", user.value())
                .query(Row.as(row -> new Workplace(
                        row.id("tenant_id", TenantId::new),
                        row.text("slug"),
                        row.constant("role", TenantRole.class),
                        "suspended".equals(row.text("status")))))
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
}
