package io.deskwire.auth.apikey;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Cursor;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
             WHERE tenant_id = :tenant AND (:after::uuid IS NULL OR id < :after::uuid)
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
                .param("scopes", array(key.scopes()))
                .param("cidrs", array(key.allowedCidrs()))
                .param("expires", at(key.expiresAt()))
                .param("version", key.version())
                .param("by", key.createdBy().value())
                .param("at", at(key.createdAt()))
                .update();
    }

    Optional<ApiKey> find(TenantId tenant, UUID id) {
        return jdbc.sql("SELECT * FROM api_keys WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", tenant.value())
                .param("id", id)
                .query((row, _) -> apiKey(row))
                .optional();
    }

    /// Newest first.
    List<ApiKey> page(TenantId tenant, @Nullable Cursor after, int limit) {
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.key().getFirst())
                .param("limit", limit + 1)
                .query((row, _) -> apiKey(row))
                .list();
    }

    /// A key somebody presents, whoever's it is. Needs the system door.
    record Presented(ApiKey key, byte[] hash, boolean fromAllowedAddress) {}

    Optional<Presented> presented(String publicId, String address) {
        return jdbc.sql(PRESENTED)
                .param("publicId", publicId)
                .param("ip", address)
                .query((row, _) ->
                        new Presented(apiKey(row), row.getBytes("secret_hash"), row.getBoolean("from_allowed")))
                .optional();
    }

    boolean revoke(ApiKey key, Instant now) {
        return jdbc.sql(REVOKE)
                        .param("tenant", key.tenantId().value())
                        .param("id", key.id())
                        .param("version", key.version())
                        .param("at", at(now))
                        .update()
                == 1;
    }

    void used(ApiKey key, String address, Instant now) {
        jdbc.sql(USED)
                .param("tenant", key.tenantId().value())
                .param("id", key.id())
                .param("ip", address)
                .param("at", at(now))
                .update();
    }

    private ApiKey apiKey(ResultSet row) throws SQLException {
        var expires = instant(row, "expires_at");
        var revoked = instant(row, "revoked_at");
        return new ApiKey(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new UserId(row.getObject("service_user_id", UUID.class)),
                row.getString("name"),
                ApiKeyFormat.PREFIX + row.getString("public_id"),
                texts(row.getArray("scopes")),
                texts(row.getArray("allowed_cidrs")),
                expires,
                revoked,
                instant(row, "last_used_at"),
                row.getString("last_used_ip"),
                ApiKey.Status.at(clock.instant(), expires, revoked),
                row.getLong("version"),
                new UserId(row.getObject("created_by", UUID.class)),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable List<String> texts(@Nullable Array array) throws SQLException {
        return array == null
                ? null
                : Arrays.stream((Object[]) array.getArray())
                        .map(Object::toString)
                        .toList();
    }

    private static String @Nullable [] array(@Nullable List<String> texts) {
        return texts == null ? null : texts.toArray(String[]::new);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
