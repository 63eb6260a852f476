package io.deskwire.notification.directory;

import io.deskwire.common.event.Audience;
import io.deskwire.common.sql.Row;
import io.deskwire.notification.directory.Directory.Bearer;
import io.deskwire.notification.directory.SeenPermissions.OfDepartment;
import io.deskwire.notification.directory.SeenPermissions.OfRole;
import io.deskwire.notification.directory.SeenPermissions.OfServiceUser;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Behind the system door only.
@Repository
class DirectoryRepository {
    /// A membership's version grows while it lives and begins anew when somebody comes back. What is told again of the
    /// same version counts: the row may be from before its department role was kept.
    private static final String SAVE_MEMBER = """
            INSERT INTO members_seen AS m (tenant_id, user_id, role, department_role_id, version, deleted, changed_at)
            VALUES (:tenant, :user, :role, :department, :version, :deleted, :changed)
            ON CONFLICT (tenant_id, user_id) DO UPDATE
               SET role = excluded.role, department_role_id = excluded.department_role_id, version = excluded.version,
                   deleted = excluded.deleted, changed_at = excluded.changed_at
             WHERE CASE WHEN m.deleted THEN excluded.changed_at > m.changed_at ELSE excluded.version >= m.version END
            """;
    private static final String SAVE_ROLE = """
            INSERT INTO roles_seen AS r (tenant_id, role, permissions, version)
            VALUES (:tenant, :role, :permissions, :version)
            ON CONFLICT (tenant_id, role) DO UPDATE
               SET permissions = excluded.permissions, version = excluded.version
             WHERE excluded.version > r.version
            """;
    private static final String SAVE_DEPARTMENT = """
            INSERT INTO department_roles_seen AS d (tenant_id, id, permissions, version)
            VALUES (:tenant, :id, :permissions, :version)
            ON CONFLICT (tenant_id, id) DO UPDATE
               SET permissions = excluded.permissions, version = excluded.version
             WHERE excluded.version > d.version
            """;
    /// A removal has the version of the row that it removes.
    private static final String SAVE_SERVICE_USER = """
            INSERT INTO service_users_seen AS s (tenant_id, id, permissions, status, version, changed_at)
            VALUES (:tenant, :id, :permissions, :status, :version, :changed)
            ON CONFLICT (tenant_id, id) DO UPDATE
               SET permissions = excluded.permissions, status = excluded.status, version = excluded.version,
                   changed_at = excluded.changed_at
             WHERE s.status <> 'deleted'
               AND (excluded.version > s.version OR excluded.status = 'deleted' AND excluded.version >= s.version)
            """;
    private static final String SAVE_TICKET = """
            INSERT INTO tickets_seen AS t (tenant_id, ticket_id, subject, assignee_id, created_by, audience_permission,
                                           audience_users, version)
            VALUES (:tenant, :id, :subject, :assignee, :createdBy, :permission, :users, :version)
            ON CONFLICT (tenant_id, ticket_id) DO UPDATE
               SET subject = excluded.subject, assignee_id = excluded.assignee_id, created_by = excluded.created_by,
                   audience_permission = excluded.audience_permission, audience_users = excluded.audience_users,
                   version = excluded.version
             WHERE excluded.version > t.version
            """;
    private static final String FIND_TICKET = """
            SELECT * FROM tickets_seen WHERE tenant_id = :tenant AND ticket_id = :id
            """;
    private static final String STANDINGS = """
            SELECT m.tenant_id, m.user_id, m.role, NOT m.deleted AS present, r.permissions AS of_role,
                   d.permissions AS of_department, m.changed_at
              FROM unnest(:tenants::uuid[], :users::uuid[]) AS w (tenant_id, user_id)
              JOIN members_seen m ON m.tenant_id = w.tenant_id AND m.user_id = w.user_id
              LEFT JOIN roles_seen r ON r.tenant_id = m.tenant_id AND r.role = m.role
              LEFT JOIN department_roles_seen d ON d.tenant_id = m.tenant_id AND d.id = m.department_role_id
            UNION ALL
            SELECT s.tenant_id, s.id, 'service', s.status = 'active', s.permissions, NULL, s.changed_at
              FROM unnest(:tenants::uuid[], :users::uuid[]) AS w (tenant_id, user_id)
              JOIN service_users_seen s ON s.tenant_id = w.tenant_id AND s.id = w.user_id
            """;

    private record Found(Bearer bearer, Standing standing) {}

    private final JdbcClient jdbc;

    DirectoryRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Changes nothing where a later event came first; so with the others.
    void save(SeenMember member) {
        jdbc.sql(SAVE_MEMBER)
                .param("tenant", member.tenant())
                .param("user", member.user())
                .param("role", member.role())
                .param("department", member.department())
                .param("version", member.version())
                .param("deleted", member.deleted())
                .param("changed", Row.at(member.changedAt()))
                .update();
    }

    void save(SeenPermissions seen, Instant at) {
        var statement = switch (seen) {
            case OfRole role ->
                jdbc.sql(SAVE_ROLE)
                        .param("tenant", role.tenant())
                        .param("role", role.role())
                        .param("permissions", Row.array(role.permissions()))
                        .param("version", role.version());
            case OfDepartment department ->
                jdbc.sql(SAVE_DEPARTMENT)
                        .param("tenant", department.tenant())
                        .param("id", department.id())
                        .param("permissions", Row.array(department.permissions()))
                        .param("version", department.version());
            case OfServiceUser machine ->
                jdbc.sql(SAVE_SERVICE_USER)
                        .param("tenant", machine.tenant())
                        .param("id", machine.id())
                        .param("permissions", Row.array(machine.permissions()))
                        .param("status", machine.status())
                        .param("version", machine.version())
                        .param("changed", Row.at(at));
        };
        statement.update();
    }

    void save(SeenTicket ticket) {
        jdbc.sql(SAVE_TICKET)
                .param("tenant", ticket.tenant())
                .param("id", ticket.id())
                .param("subject", ticket.subject())
                .param("assignee", ticket.assignee())
                .param("createdBy", ticket.createdBy())
                .param("permission", ticket.audience().permission())
                .param("users", ticket.audience().users().toArray(UUID[]::new))
                .param("version", ticket.version())
                .update();
    }

    void deleteTicket(UUID tenant, UUID id) {
        jdbc.sql("DELETE FROM tickets_seen WHERE tenant_id = :tenant AND ticket_id = :id")
                .param("tenant", tenant)
                .param("id", id)
                .update();
    }

    Optional<SeenTicket> ticket(UUID tenant, UUID id) {
        return jdbc.sql(FIND_TICKET)
                .param("tenant", tenant)
                .param("id", id)
                .query(Row.as(row -> new SeenTicket(
                        row.uuid("tenant_id"),
                        row.uuid("ticket_id"),
                        row.text("subject"),
                        row.uuidOrNull("assignee_id"),
                        row.uuidOrNull("created_by"),
                        new Audience(row.textOrNull("audience_permission"), row.uuids("audience_users")),
                        row.number("version"))))
                .optional();
    }

    Map<Bearer, Standing> standings(Collection<Bearer> bearers) {
        return jdbc
                .sql(STANDINGS)
                .param("tenants", bearers.stream().map(Bearer::tenant).toArray(UUID[]::new))
                .param("users", bearers.stream().map(Bearer::user).toArray(UUID[]::new))
                .query(Row.as(DirectoryRepository::found))
                .list()
                .stream()
                .collect(Collectors.toMap(Found::bearer, Found::standing, (one, _) -> one));
    }

    private static Found found(Row row) throws SQLException {
        return new Found(
                new Bearer(row.uuid("tenant_id"), row.uuid("user_id")),
                new Standing(row.flag("present"), Standing.permissions(row), row.instant("changed_at")));
    }
}
