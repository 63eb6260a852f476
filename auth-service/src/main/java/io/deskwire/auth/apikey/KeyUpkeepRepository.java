package io.deskwire.auth.apikey;

import io.deskwire.common.sql.Row;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What time does to keys, of all tenants: all of it needs the system door.
@Repository
class KeyUpkeepRepository {
    private static final String END_OVERLAPS = """
            UPDATE api_keys SET previous_secret_hash = NULL
             WHERE previous_secret_hash IS NOT NULL AND overlap_ends_at <= :now
            RETURNING *
            """;
    /// The nearest threshold that was reached and not yet told of; one that the key's whole life lies within says
    /// nothing new to whoever made it.
    private static final String WARN_EXPIRING = """
            UPDATE api_keys k SET expiry_warned_days = due.days
              FROM (SELECT e.tenant_id, e.id, min(d.days) AS days
                      FROM api_keys e CROSS JOIN unnest(:days::int[]) AS d (days)
                     WHERE e.revoked_at IS NULL AND e.expires_at > :now
                       AND e.expires_at <= :now + make_interval(days => d.days)
                       AND e.created_at < e.expires_at - make_interval(days => d.days)
                     GROUP BY 1, 2) due
              JOIN tenants t ON t.id = due.tenant_id AND t.status = 'active'
             WHERE k.tenant_id = due.tenant_id AND k.id = due.id
               AND (k.expiry_warned_days IS NULL OR k.expiry_warned_days > due.days)
            RETURNING k.*
            """;
    private static final String LONG_UNUSED = """
            SELECT * FROM api_keys
             WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)
               AND coalesce(last_used_at, rotated_at, created_at) < :before
             ORDER BY tenant_id, id LIMIT 100
             FOR UPDATE SKIP LOCKED
            """;
    private static final String BY_PUBLIC_ID = """
            SELECT * FROM api_keys WHERE public_id = :publicId FOR UPDATE
            """;
    private static final String NOTICE = """
            SELECT t.name AS tenant, s.name AS service_user,
                   ARRAY (SELECT u.email FROM memberships m JOIN users u ON u.id = m.user_id
                           WHERE m.tenant_id = :tenant AND m.role = 'admin' AND u.email IS NOT NULL
                           ORDER BY u.email) AS admins
              FROM service_users s JOIN tenants t ON t.id = s.tenant_id
             WHERE s.tenant_id = :tenant AND s.id = :serviceUser
            """;

    private final JdbcClient jdbc;
    private final ApiKeyRows rows;

    KeyUpkeepRepository(JdbcClient jdbc, ApiKeyRows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    /// Forgets the secrets whose overlap is over and returns their keys.
    List<ApiKey> endOverlaps(Instant now) {
        return jdbc.sql(END_OVERLAPS)
                .param("now", Row.at(now))
                .query(Row.as(rows::apiKey))
                .list();
    }

    /// The keys of which a warning is due, marked as told.
    List<ApiKey> warnExpiring(Integer[] days, Instant now) {
        return jdbc.sql(WARN_EXPIRING)
                .param("days", days)
                .param("now", Row.at(now))
                .query(Row.as(rows::apiKey))
                .list();
    }

    /// Some keys that nobody used since then, locked against others who look for them.
    List<ApiKey> longUnused(Instant before, Instant now) {
        return jdbc.sql(LONG_UNUSED)
                .param("before", Row.at(before))
                .param("now", Row.at(now))
                .query(Row.as(rows::apiKey))
                .list();
    }

    /// A reported key with the hashes of its secrets that work, locked.
    record Reported(ApiKey key, List<byte[]> hashes) {}

    List<Reported> reported(String publicId) {
        return jdbc.sql(BY_PUBLIC_ID)
                .param("publicId", publicId)
                .query(Row.as(row -> {
                    var previous = row.result().getBytes("previous_secret_hash");
                    var present = row.bytes("secret_hash");
                    return new Reported(
                            rows.apiKey(row), previous == null ? List.of(present) : List.of(present, previous));
                }))
                .list();
    }

    /// Whom to write of a key, and what people call it.
    record Notice(ApiKey key, String tenant, String serviceUser, List<String> admins) {}

    Notice notice(ApiKey key) {
        return jdbc.sql(NOTICE)
                .param("tenant", key.tenantId().value())
                .param("serviceUser", key.serviceUserId().value())
                .query(Row.as(
                        row -> new Notice(key, row.text("tenant"), row.text("service_user"), row.texts("admins"))))
                .single();
    }
}
