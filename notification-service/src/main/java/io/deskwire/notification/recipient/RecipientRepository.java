package io.deskwire.notification.recipient;

import io.deskwire.common.sql.Row;
import io.deskwire.notification.directory.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads members, what they may do and what they want in one statement. Behind the system door only.
@Repository
class RecipientRepository {
    private static final String MEANT = """
            SELECT m.user_id, m.role, r.permissions AS of_role, d.permissions AS of_department
              FROM members_seen m
              LEFT JOIN roles_seen r ON r.tenant_id = m.tenant_id AND r.role = m.role
              LEFT JOIN department_roles_seen d ON d.tenant_id = m.tenant_id AND d.id = m.department_role_id
             WHERE m.tenant_id = :tenant AND NOT m.deleted AND (m.role = ANY(:roles) OR m.user_id = ANY(:users))
               AND (:occurred::timestamptz IS NULL OR m.changed_at <= :occurred)
               AND 'user:' || m.user_id <> :actor
               AND NOT EXISTS (SELECT FROM notification_preferences p
                                WHERE p.tenant_id = m.tenant_id AND p.user_id = m.user_id AND p.kind = :kind AND NOT p.in_app)
             ORDER BY m.user_id
            """;

    record Meant(UUID user, Set<String> permissions) {}

    private final JdbcClient jdbc;

    RecipientRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Whom the rule names and who has not muted the kind, whatever they may see.
    ///
    /// @param occurredAt leaves out whose membership changed after it; null to leave out nobody
    List<Meant> meant(Addressees addressees, @Nullable Instant occurredAt) {
        return jdbc.sql(MEANT)
                .param("tenant", addressees.tenant())
                .param("roles", addressees.roles().toArray(String[]::new))
                .param("users", addressees.users().toArray(UUID[]::new))
                .param("actor", addressees.actor())
                .param("kind", addressees.kind().wire())
                .param("occurred", Row.at(occurredAt))
                .query(Row.as(row -> new Meant(row.uuid("user_id"), Standing.permissions(row))))
                .list();
    }
}
