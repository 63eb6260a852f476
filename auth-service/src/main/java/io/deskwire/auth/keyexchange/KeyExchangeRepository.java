package io.deskwire.auth.keyexchange;

import io.deskwire.auth.apikey.ApiKeyRows;
import io.deskwire.auth.keyexchange.KeyUses.Use;
import io.deskwire.auth.user.User;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Keys of all tenants, as they are presented and used: all of it needs the system door.
@Repository
class KeyExchangeRepository {
    private static final TypeReference<Map<String, Object>> JSON_OBJECT = new TypeReference<>() {};
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
    /// A key and its service user in one statement; a later use noted by another node stays.
    private static final String NOTE_USES = """
            WITH uses AS (
                SELECT * FROM unnest(:tenants::uuid[], :keys::uuid[], :serviceUsers::uuid[], :at::timestamptz[], :ips::text[])
                    AS u (tenant_id, id, service_user_id, at, ip) ORDER BY tenant_id, id
            ), noted AS (
                UPDATE api_keys k SET last_used_at = u.at, last_used_ip = u.ip
                  FROM uses u
                 WHERE k.tenant_id = u.tenant_id AND k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at < u.at)
            )
            UPDATE service_users s SET last_used_at = m.at
              FROM (SELECT tenant_id, service_user_id, max(at) AS at FROM uses GROUP BY 1, 2) m
             WHERE s.tenant_id = m.tenant_id AND s.id = m.service_user_id AND (s.last_used_at IS NULL OR s.last_used_at < m.at)
            """;

    private final JdbcClient jdbc;
    private final ApiKeyRows rows;
    private final JsonMapper json;

    KeyExchangeRepository(JdbcClient jdbc, ApiKeyRows rows, JsonMapper json) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.json = json;
    }

    /// A presented key of any tenant; empty where it, its service user or its tenant no longer works.
    Optional<PresentedKey> presented(String publicId) {
        return jdbc.sql(PRESENTED)
                .param("publicId", publicId)
                .query(Row.as(this::presentedKey))
                .optional();
    }

    void noteUses(Collection<Use> uses) {
        jdbc.sql(NOTE_USES)
                .param("tenants", uses.stream().map(use -> use.tenant().value()).toArray(UUID[]::new))
                .param("keys", uses.stream().map(use -> use.key().value()).toArray(UUID[]::new))
                .param(
                        "serviceUsers",
                        uses.stream().map(use -> use.serviceUser().value()).toArray(UUID[]::new))
                .param("at", uses.stream().map(use -> Timestamp.from(use.at())).toArray(Timestamp[]::new))
                .param("ips", uses.stream().map(Use::address).toArray(String[]::new))
                .update();
    }

    private PresentedKey presentedKey(Row row) throws SQLException {
        var key = rows.apiKey(row);
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
}
