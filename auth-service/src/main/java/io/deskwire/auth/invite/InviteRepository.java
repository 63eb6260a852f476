package io.deskwire.auth.invite;

import io.deskwire.auth.invite.Invite.Course;
import io.deskwire.auth.invite.Invite.Offer;
import io.deskwire.auth.role.DepartmentRoleId;
import io.deskwire.common.aggregate.Made;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.contracts.access.TenantRole;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class InviteRepository {
    /// The token's hash is nobody's to read.
    private static final String COLUMNS = """
            tenant_id, id, email, role, department_role_id, expires_at, accepted_at, accepted_by, revoked_at, version,
            created_by, created_at
            """;

    private static final String INSERT = """
            INSERT INTO invites (tenant_id, id, email, role, department_role_id, token_hash, expires_at, version,
                                 created_by, created_at)
            VALUES (:tenant, :id, :email, :role, :department, :hash, :expires, :version, :by, :created)
            ON CONFLICT DO NOTHING
            """;
    private static final String REVOKE = """
            UPDATE invites SET revoked_at = :at, version = :version
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1
               AND accepted_at IS NULL AND revoked_at IS NULL
            """;
    private static final String ACCEPT = """
            UPDATE invites SET accepted_at = :at, accepted_by = :by, version = :version
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1
               AND accepted_at IS NULL AND revoked_at IS NULL
            """;
    private static final String FIND = "SELECT " + COLUMNS + " FROM invites WHERE tenant_id = :tenant AND id = :id";
    private static final String PENDING = "SELECT " + COLUMNS + """
              FROM invites
             WHERE tenant_id = :tenant AND email = :email AND accepted_at IS NULL AND revoked_at IS NULL
            """;
    private static final String PAGE = "SELECT " + COLUMNS + """
              FROM invites
             WHERE tenant_id = :tenant AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;
    private static final String MEMBER = """
            SELECT m.user_id FROM memberships m JOIN users u ON u.id = m.user_id
             WHERE m.tenant_id = :tenant AND u.email = :email
            """;
    private static final String TENANT_NAME = "SELECT name FROM tenants WHERE id = :tenant";
    /// Those of an address in tenants that live; locked, so that an invite is accepted once.
    private static final String OF_ADDRESS = "SELECT " + COLUMNS + """
              FROM invites i
             WHERE email = :email AND (:hash::bytea IS NULL OR token_hash = :hash)
               AND EXISTS (SELECT FROM tenants t WHERE t.id = i.tenant_id AND t.status <> 'deleted')
             ORDER BY created_at DESC LIMIT 100 FOR UPDATE OF i
            """;
    private static final String OPEN_FOR = """
            SELECT EXISTS (SELECT FROM invites i JOIN tenants t ON t.id = i.tenant_id
                            WHERE i.email = :email AND i.accepted_at IS NULL AND i.revoked_at IS NULL
                              AND i.expires_at > :now AND t.status <> 'deleted')
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    InviteRepository(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// False where an invite for the address is pending.
    boolean insert(Invite invite, InviteToken token) {
        return jdbc.sql(INSERT)
                        .param("tenant", invite.tenantId().value())
                        .param("id", invite.id().value())
                        .param("email", invite.offer().email())
                        .param("role", invite.offer().role().wire())
                        .param(
                                "department",
                                invite.offer().departmentRoleId() == null
                                        ? null
                                        : invite.offer().departmentRoleId().value())
                        .param("hash", token.hash())
                        .param("expires", Row.at(invite.course().expiresAt()))
                        .param("version", invite.version())
                        .param("by", invite.made().createdBy().value())
                        .param("created", Row.at(invite.made().createdAt()))
                        .update()
                == 1;
    }

    boolean revoke(Invite revoked) {
        return jdbc.sql(REVOKE)
                        .param("tenant", revoked.tenantId().value())
                        .param("id", revoked.id().value())
                        .param("version", revoked.version())
                        .param("at", Row.at(revoked.course().revokedAt()))
                        .update()
                == 1;
    }

    /// Needs the system door.
    boolean accept(Invite accepted, UserId by) {
        return jdbc.sql(ACCEPT)
                        .param("tenant", accepted.tenantId().value())
                        .param("id", accepted.id().value())
                        .param("version", accepted.version())
                        .param("by", by.value())
                        .param("at", Row.at(accepted.course().acceptedAt()))
                        .update()
                == 1;
    }

    Optional<Invite> find(TenantId tenant, InviteId id) {
        return jdbc.sql(FIND)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(this::invite))
                .optional();
    }

    /// Neither accepted nor revoked; it may be out of date.
    Optional<Invite> pending(TenantId tenant, String email) {
        return jdbc.sql(PENDING)
                .param("tenant", tenant.value())
                .param("email", email)
                .query(Row.as(this::invite))
                .optional();
    }

    /// Newest first.
    List<Invite> page(TenantId tenant, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(this::invite))
                .list();
    }

    /// The member with the address, where the caller may see it.
    Optional<UserId> member(TenantId tenant, String email) {
        return jdbc.sql(MEMBER)
                .param("tenant", tenant.value())
                .param("email", email)
                .query(Row.as(row -> row.id("user_id", UserId::new)))
                .optional();
    }

    String tenantName(TenantId tenant) {
        return jdbc.sql(TENANT_NAME)
                .param("tenant", tenant.value())
                .query(String.class)
                .single();
    }

    /// All of an address, newest first, held for this transaction; with a token only its own. Needs the system door.
    List<Invite> ofAddress(String email, @Nullable InviteToken token) {
        return jdbc.sql(OF_ADDRESS)
                .param("email", email)
                .param("hash", token == null ? null : token.hash())
                .query(Row.as(this::invite))
                .list();
    }

    /// Needs the system door.
    boolean openFor(String email, Instant now) {
        return jdbc.sql(OPEN_FOR)
                .param("email", email)
                .param("now", Row.at(now))
                .query(Boolean.class)
                .single();
    }

    private Invite invite(Row row) throws SQLException {
        var course = new Course(
                row.instant("expires_at"),
                row.instantOrNull("accepted_at"),
                row.idOrNull("accepted_by", UserId::new),
                row.instantOrNull("revoked_at"));
        return new Invite(
                row.id("id", InviteId::new),
                row.id("tenant_id", TenantId::new),
                new Offer(
                        row.text("email"),
                        row.constant("role", TenantRole.class),
                        row.idOrNull("department_role_id", DepartmentRoleId::new)),
                course.status(clock.instant()),
                course,
                Made.of(row));
    }
}
