package io.deskwire.directory;

import io.deskwire.common.sql.Row;
import io.deskwire.directory.Directory.Bearer;
import io.deskwire.directory.SeenPermissions.OfDepartment;
import io.deskwire.directory.SeenPermissions.OfRole;
import io.deskwire.directory.SeenPermissions.OfServiceUser;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes behind the system door; reads there, and in transactions of callers, who see their own tenant.
class DirectoryRepository {
    /// A membership's version grows while it lives and begins anew when somebody comes back. What is told again of the
    /// same version counts, because the row may be from before its department role was kept; it changed when it was
    /// told first.
    private static final String SAVE_MEMBER = """
            INSERT INTO members_seen AS m (tenant_id, user_id, role, department_role_id, version, deleted, changed_at)
            VALUES (:tenant, :user, :role, :department, :version, :deleted, :changed)
            ON CONFLICT (tenant_id, user_id) DO UPDATE
               SET role = excluded.role, department_role_id = excluded.department_role_id, version = excluded.version,
                   deleted = excluded.deleted,
                   changed_at = CASE WHEN (m.version, m.deleted) = (excluded.version, excluded.deleted) THEN m.changed_at
                                     ELSE excluded.changed_at END
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
    private static final String SAVE_TEAM = """
            INSERT INTO teams_seen AS t (tenant_id, id, version, deleted) VALUES (:tenant, :id, :version, :deleted)
            ON CONFLICT (tenant_id, id) DO UPDATE SET version = excluded.version, deleted = excluded.deleted
             WHERE NOT t.deleted AND (excluded.version > t.version OR excluded.deleted AND excluded.version = t.version)
            """;
    private static final String REMOVE_OTHERS = """
            DELETE FROM team_members_seen WHERE tenant_id = :tenant AND team_id = :id AND user_id <> ALL (:members)
            """;
    private static final String ADD_MEMBERS = """
            INSERT INTO team_members_seen (tenant_id, team_id, user_id)
            SELECT :tenant, :id, m FROM unnest(:members::uuid[]) AS m
            ON CONFLICT DO NOTHING
            """;
    private static final String MEMBERS = """
            SELECT m.user_id, m.role, true AS present, r.permissions AS of_role, d.permissions AS of_department, m.changed_at
              FROM members_seen m
              LEFT JOIN roles_seen r ON r.tenant_id = m.tenant_id AND r.role = m.role
              LEFT JOIN department_roles_seen d ON d.tenant_id = m.tenant_id AND d.id = m.department_role_id
             WHERE m.tenant_id = :tenant AND NOT m.deleted AND (m.role = ANY (:roles) OR m.user_id = ANY (:users))
             ORDER BY m.user_id
            """;
    /// Membership of a team ends with that of the tenant, whichever is told first. The same in `app.team_ids()`.
    private static final String NOT_GONE = """
               AND NOT EXISTS (SELECT FROM members_seen m
                                WHERE m.tenant_id = t.tenant_id AND m.user_id = t.user_id AND m.deleted)
               AND NOT EXISTS (SELECT FROM service_users_seen s
                                WHERE s.tenant_id = t.tenant_id AND s.id = t.user_id AND s.status <> 'active')
            """;
    private static final String IN_TEAMS = """
            SELECT DISTINCT t.user_id FROM team_members_seen t WHERE t.tenant_id = :tenant AND t.team_id = ANY (:teams)
            """ + NOT_GONE;
    private static final String TEAMS = """
            SELECT t.team_id FROM team_members_seen t WHERE t.tenant_id = :tenant AND t.user_id = :user
            """ + NOT_GONE;
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
            case OfServiceUser serviceUser ->
                jdbc.sql(SAVE_SERVICE_USER)
                        .param("tenant", serviceUser.tenant())
                        .param("id", serviceUser.id())
                        .param("permissions", Row.array(serviceUser.permissions()))
                        .param("status", serviceUser.status())
                        .param("version", serviceUser.version())
                        .param("changed", Row.at(at));
        };
        statement.update();
    }

    void save(SeenTeam team) {
        var news = jdbc.sql(SAVE_TEAM)
                        .param("tenant", team.tenant())
                        .param("id", team.id())
                        .param("version", team.version())
                        .param("deleted", team.deleted())
                        .update()
                == 1;
        if (news) {
            for (var statement : List.of(REMOVE_OTHERS, ADD_MEMBERS)) {
                jdbc.sql(statement)
                        .param("tenant", team.tenant())
                        .param("id", team.id())
                        .param("members", team.members().toArray(UUID[]::new))
                        .update();
            }
        }
    }

    SequencedMap<UUID, Standing> members(UUID tenant, Collection<String> roles, Collection<UUID> users) {
        var members = new LinkedHashMap<UUID, Standing>();
        jdbc.sql(MEMBERS)
                .param("tenant", tenant)
                .param("roles", roles.toArray(String[]::new))
                .param("users", users.toArray(UUID[]::new))
                .query(Row.as(row -> Map.entry(row.uuid("user_id"), Standing.of(row))))
                .list()
                .forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    /// The set cannot be changed: all who ask in a transaction share it.
    Set<UUID> inTeams(UUID tenant, Collection<UUID> teams) {
        return Set.copyOf(jdbc.sql(IN_TEAMS)
                .param("tenant", tenant)
                .param("teams", teams.toArray(UUID[]::new))
                .query(UUID.class)
                .list());
    }

    Set<UUID> teams(UUID tenant, UUID user) {
        return jdbc.sql(TEAMS)
                .param("tenant", tenant)
                .param("user", user)
                .query(UUID.class)
                .set();
    }

    Map<Bearer, Standing> standings(Collection<Bearer> bearers) {
        return jdbc
                .sql(STANDINGS)
                .param("tenants", bearers.stream().map(Bearer::tenant).toArray(UUID[]::new))
                .param("users", bearers.stream().map(Bearer::user).toArray(UUID[]::new))
                .query(Row.as(
                        row -> Map.entry(new Bearer(row.uuid("tenant_id"), row.uuid("user_id")), Standing.of(row))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one));
    }
}
