package io.deskwire.auth.apikey;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ApiKeyRepository {
    private static final String INSERT = """
            INSERT INTO api_keys (tenant_id, id, service_user_id, name, public_id, secret_hash, scopes, allowed_cidrs,
                                  expires_at, version, created_by, created_at)
            VALUES (:tenant, :id, :serviceUser, :name, :publicId, :hash, :scopes, :cidrs::cidr[], :expires, :version, :by, :at)
            """;
    private static final String PAGE = """
            SELECT * FROM api_keys
             WHERE tenant_id = :tenant AND (:after::uuid IS NULL OR id < :after)
               AND (:serviceUser::uuid IS NULL OR service_user_id = :serviceUser)
               AND CASE :status::text
                       WHEN 'active' THEN revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)
                       WHEN 'expired' THEN revoked_at IS NULL AND expires_at <= :now
                       WHEN 'revoked' THEN revoked_at IS NOT NULL
                       ELSE true END
               AND (:unused::timestamptz IS NULL OR coalesce(last_used_at, created_at) < :unused)
               AND (:expiring::timestamptz IS NULL OR expires_at < :expiring)
             ORDER BY id DESC LIMIT :limit
            """;
    private static final String UNREVOKED = """
            SELECT * FROM api_keys
             WHERE tenant_id = :tenant AND service_user_id = :serviceUser AND revoked_at IS NULL
             ORDER BY id
            """;
    private static final String REVOKE = """
            UPDATE api_keys SET revoked_at = :at, version = :version
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1
            """;
    private static final String ROTATE = """
            UPDATE api_keys
               SET previous_secret_hash = CASE WHEN :overlapping THEN secret_hash END, secret_hash = :hash,
                   rotated_at = :at, overlap_ends_at = :ends, version = :version
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1 AND revoked_at IS NULL
            """;

    private final JdbcClient jdbc;
    private final ApiKeyRows rows;
    private final Clock clock;

    ApiKeyRepository(JdbcClient jdbc, ApiKeyRows rows, Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.clock = clock;
    }

    void insert(ApiKey key, byte[] hash) {
        jdbc.sql(INSERT)
                .param("tenant", key.tenantId().value())
                .param("id", key.id().value())
                .param("serviceUser", key.serviceUserId().value())
                .param("name", key.name())
                .param("publicId", key.publicId())
                .param("hash", hash)
                .param("scopes", Row.array(key.limits().scopes()))
                .param("cidrs", Row.array(key.limits().allowedCidrs()))
                .param("expires", Row.at(key.expiresAt()))
                .param("version", key.version())
                .param("by", key.made().createdBy().value())
                .param("at", Row.at(key.made().createdAt()))
                .update();
    }

    Optional<ApiKey> find(TenantId tenant, ApiKeyId id) {
        return jdbc.sql("SELECT * FROM api_keys WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(rows::apiKey))
                .optional();
    }

    /// Newest first.
    List<ApiKey> page(TenantId tenant, ApiKeyService.Query query, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.uuid(0))
                .param(
                        "serviceUser",
                        query.serviceUser() == null ? null : query.serviceUser().value())
                .param("status", query.status() == null ? null : Row.wire(query.status()))
                .param("unused", Row.at(query.unusedSince()))
                .param("expiring", Row.at(query.expiringBefore()))
                .param("now", Row.at(clock.instant()))
                .param("limit", page.fetch())
                .query(Row.as(rows::apiKey))
                .list();
    }

    List<ApiKey> unrevoked(TenantId tenant, UserId serviceUser) {
        return jdbc.sql(UNREVOKED)
                .param("tenant", tenant.value())
                .param("serviceUser", serviceUser.value())
                .query(Row.as(rows::apiKey))
                .list();
    }

    /// False where somebody else was faster.
    boolean revoke(ApiKey revoked) {
        return jdbc.sql(REVOKE)
                        .param("tenant", revoked.tenantId().value())
                        .param("id", revoked.id().value())
                        .param("version", revoked.version())
                        .param("at", Row.at(revoked.revokedAt()))
                        .update()
                == 1;
    }

    /// False where somebody else was faster.
    ///
    /// @param overlapping the replaced secret is kept, to work until the overlap ends
    boolean rotate(ApiKey rotated, byte[] hash, boolean overlapping) {
        return jdbc.sql(ROTATE)
                        .param("overlapping", overlapping)
                        .param("hash", hash)
                        .param("at", Row.at(rotated.rotation().rotatedAt()))
                        .param("ends", Row.at(rotated.rotation().overlapEndsAt()))
                        .param("version", rotated.version())
                        .param("tenant", rotated.tenantId().value())
                        .param("id", rotated.id().value())
                        .update()
                == 1;
    }
}
