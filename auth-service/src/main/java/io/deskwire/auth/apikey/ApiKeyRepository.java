package io.deskwire.auth.apikey;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
             ORDER BY id DESC LIMIT :limit
            """;
    private static final String PRESENTED = """
            SELECT *, (allowed_cidrs IS NULL OR :ip::inet <<= ANY (allowed_cidrs)) AS from_allowed
              FROM api_keys WHERE public_id = :publicId
            """;
    private static final String REVOKE = """
            UPDATE api_keys SET revoked_at = :at, version = version + 1
             WHERE tenant_id = :tenant AND id = :id AND version = :version
            """;
    private static final String USED = """
            UPDATE api_keys SET last_used_at = :at, last_used_ip = :ip
             WHERE tenant_id = :tenant AND id = :id
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    ApiKeyRepository(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void insert(ApiKey key, String publicId, byte[] hash) {
        jdbc.sql(INSERT)
                .param("tenant", key.tenantId().value())
                .param("id", key.id())
                .param("serviceUser", key.serviceUserId().value())
                .param("name", key.name())
                .param("publicId", publicId)
                .param("hash", hash)
                .param("scopes", Row.array(key.scopes()))
                .param("cidrs", Row.array(key.allowedCidrs()))
                .param("expires", Row.at(key.expiresAt()))
                .param("version", key.version())
                .param("by", key.createdBy().value())
                .param("at", Row.at(key.createdAt()))
                .update();
    }

    Optional<ApiKey> find(TenantId tenant, UUID id) {
        return jdbc.sql("SELECT * FROM api_keys WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", tenant.value())
                .param("id", id)
                .query(Row.as(this::apiKey))
                .optional();
    }

    /// Newest first.
    List<ApiKey> page(TenantId tenant, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(this::apiKey))
                .list();
    }

    /// A key somebody presents, whoever's it is. Needs the system door.
    record Presented(ApiKey key, byte[] hash, boolean fromAllowedAddress) {}

    Optional<Presented> presented(String publicId, String address) {
        return jdbc.sql(PRESENTED)
                .param("publicId", publicId)
                .param("ip", address)
                .query(Row.as(row -> new Presented(apiKey(row), row.bytes("secret_hash"), row.flag("from_allowed"))))
                .optional();
    }

    boolean revoke(ApiKey key, Instant now) {
        return jdbc.sql(REVOKE)
                        .param("tenant", key.tenantId().value())
                        .param("id", key.id())
                        .param("version", key.version())
                        .param("at", Row.at(now))
                        .update()
                == 1;
    }

    void used(ApiKey key, String address, Instant now) {
        jdbc.sql(USED)
                .param("tenant", key.tenantId().value())
                .param("id", key.id())
                .param("ip", address)
                .param("at", Row.at(now))
                .update();
    }

    private ApiKey apiKey(Row row) throws SQLException {
        var expires = row.instantOrNull("expires_at");
        var revoked = row.instantOrNull("revoked_at");
        return new ApiKey(
                row.uuid("id"),
                row.id("tenant_id", TenantId::new),
                row.id("service_user_id", UserId::new),
                row.text("name"),
                ApiKeyFormat.PREFIX + row.text("public_id"),
                row.textsOrNull("scopes"),
                row.textsOrNull("allowed_cidrs"),
                expires,
                revoked,
                row.instantOrNull("last_used_at"),
                row.textOrNull("last_used_ip"),
                ApiKey.Status.at(clock.instant(), expires, revoked),
                row.number("version"),
                row.id("created_by", UserId::new),
                row.instant("created_at"));
    }
}
