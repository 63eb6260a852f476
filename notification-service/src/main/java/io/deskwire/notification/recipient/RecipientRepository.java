package io.deskwire.notification.recipient;

import io.deskwire.common.sql.Row;
import io.deskwire.notification.preference.NotificationKind;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What recipients want. Behind the system door only.
@Repository
class RecipientRepository {
    private static final String MUTED = """
            SELECT user_id FROM notification_preferences
             WHERE tenant_id = :tenant AND user_id = ANY (:users) AND kind = :kind AND NOT in_app
            """;

    private final JdbcClient jdbc;

    RecipientRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Who of these has muted the kind.
    Set<UUID> muted(UUID tenant, NotificationKind kind, Collection<UUID> users) {
        return Set.copyOf(jdbc.sql(MUTED)
                .param("tenant", tenant)
                .param("users", users.toArray(UUID[]::new))
                .param("kind", kind.wire())
                .query(Row.as(row -> row.uuid("user_id")))
                .list());
    }
}
