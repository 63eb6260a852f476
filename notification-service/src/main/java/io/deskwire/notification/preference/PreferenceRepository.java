package io.deskwire.notification.preference;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class PreferenceRepository {
    private static final String FIND = """
            SELECT kind, in_app FROM notification_preferences WHERE tenant_id = :tenant AND user_id = :user
            """;
    private static final String CLEAR = """
            DELETE FROM notification_preferences WHERE tenant_id = :tenant AND user_id = :user
            """;
    private static final String INSERT = """
            INSERT INTO notification_preferences (tenant_id, user_id, kind, in_app, updated_at)
            VALUES (:tenant, :user, :kind, :inApp, :now)
            ON CONFLICT (tenant_id, user_id, kind) DO NOTHING
            """;

    private static final String MUTED = """
            SELECT user_id FROM notification_preferences
             WHERE tenant_id = :tenant AND user_id = ANY (:users) AND kind = :kind AND NOT in_app
            """;

    private record Decision(String kind, boolean inApp) {}

    private final JdbcClient jdbc;

    PreferenceRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// By the kind's wire name; only what was decided.
    Map<String, Boolean> find(TenantId tenant, UserId user) {
        return jdbc
                .sql(FIND)
                .param("tenant", tenant.value())
                .param("user", user.value())
                .query(Row.as(row -> new Decision(row.text("kind"), row.flag("in_app"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Decision::kind, Decision::inApp));
    }

    Set<UUID> muted(TenantId tenant, NotificationKind kind, Collection<UUID> users) {
        return jdbc.sql(MUTED)
                .param("tenant", tenant.value())
                .param("users", users.toArray(UUID[]::new))
                .param("kind", kind.wire())
                .query(UUID.class)
                .set();
    }

    void replace(TenantId tenant, UserId user, Map<NotificationKind, Boolean> decisions, Instant now) {
        jdbc.sql(CLEAR)
                .param("tenant", tenant.value())
                .param("user", user.value())
                .update();
        decisions.forEach((kind, inApp) -> jdbc.sql(INSERT)
                .param("tenant", tenant.value())
                .param("user", user.value())
                .param("kind", kind.wire())
                .param("inApp", inApp)
                .param("now", Row.at(now))
                .update());
    }
}
