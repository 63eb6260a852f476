package io.deskwire.auth.apikey;

import io.deskwire.auth.apikey.ApiKey.Label;
import io.deskwire.auth.apikey.ApiKey.Limits;
import io.deskwire.auth.serviceuser.ServiceUser.Rotation;
import io.deskwire.auth.user.Made;
import io.deskwire.auth.user.User;
import io.deskwire.common.identity.ApiKeyFormat;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Repository
class ApiKeyRepository {
    private static final TypeReference<Map<String, Object>> JSON_OBJECT = new TypeReference<>() {};
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
    /// All an exchange needs, in one statement.
    private static final String PRESENTED = """
            SELECT k.*, s.permissions AS service_user_permissions, s.rate_limit, t.status AS tenant_status, u.email AS service_user_email,
                   u.app_metadata AS service_user_app_metadata, u.user_metadata AS service_user_user_metadata,
                   u.banned_until AS service_user_banned_until, u.created_at AS service_user_created_at
              FROM api_keys k
              JOIN service_users s ON s.tenant_id = k.tenant_id AND s.id = k.service_user_id
              JOIN tenants t ON t.id = k.tenant_id
              JOIN users u ON u.id = k.service_user_id
             WHERE k.public_id = :publicId AND k.revoked_at IS NULL
               AND s.status = 'active' AND s.deleted_at IS NULL AND t.status <> 'deleted'
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
    private final JsonMapper json;
    private final Clock clock;

    ApiKeyRepository(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
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
                .query(Row.as(this::apiKey))
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
                .query(Row.as(this::apiKey))
                .list();
    }

    /// A presented key of any tenant; empty where it, its service user or its tenant no longer works. Needs the
    /// system door.
    Optional<PresentedKey> presented(String publicId) {
        return jdbc.sql(PRESENTED)
                .param("publicId", publicId)
                .query(Row.as(this::presentedKey))
                .optional();
    }

    List<ApiKey> unrevoked(TenantId tenant, UserId serviceUser) {
        return jdbc.sql(UNREVOKED)
                .param("tenant", tenant.value())
                .param("serviceUser", serviceUser.value())
                .query(Row.as(this::apiKey))
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

    private PresentedKey presentedKey(Row row) throws SQLException {
        var key = apiKey(row);
        var serviceUser = User.serviceUser(
                        key.serviceUserId(),
                        key.tenantId(),
                        row.text("service_user_email"),
                        json.readValue(row.text("service_user_app_metadata"), JSON_OBJECT),
                        row.instant("service_user_created_at"))
                .edit()
                .userMetadata(json.readValue(row.text("service_user_user_metadata"), JSON_OBJECT))
                .done();
        return new PresentedKey(
                key,
                row.bytes("secret_hash"),
                row.result().getBytes("previous_secret_hash"),
                row.texts("service_user_permissions"),
                row.integerOrNull("rate_limit"),
                "suspended".equals(row.text("tenant_status")),
                row.instantOrNull("service_user_banned_until"),
                serviceUser);
    }

    ApiKey apiKey(Row row) throws SQLException {
        var limits = new Limits(
                row.textsOrNull("scopes"), row.textsOrNull("allowed_cidrs"), row.instantOrNull("expires_at"));
        var revoked = row.instantOrNull("revoked_at");
        return new ApiKey(
                row.id("id", ApiKeyId::new),
                row.id("tenant_id", TenantId::new),
                new Label(
                        row.id("service_user_id", UserId::new),
                        row.text("name"),
                        ApiKeyFormat.PREFIX + row.text("public_id")),
                limits,
                revoked,
                new ApiKey.LastUse(row.instantOrNull("last_used_at"), row.textOrNull("last_used_ip")),
                new Rotation(row.instantOrNull("rotated_at"), row.instantOrNull("overlap_ends_at")),
                limits.status(clock.instant(), revoked),
                Made.of(row));
    }
}
