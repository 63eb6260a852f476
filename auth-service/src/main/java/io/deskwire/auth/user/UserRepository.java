package io.deskwire.auth.user;

import io.deskwire.auth.user.User.Identity;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Reads run through the system door; a machine of the caller's tenant is also written under row-level security.
@Repository
class UserRepository {
    private static final TypeReference<Map<String, Object>> JSON_OBJECT = new TypeReference<>() {};
    private static final String INSERT = """
            INSERT INTO users (id, email, password_hash, email_confirmed_at, app_metadata, user_metadata,
                               service_tenant_id, created_at, updated_at)
            VALUES (:id, :email, :hash, :confirmed, :app::jsonb, :user::jsonb, :serviceTenant, :at, :at)
            ON CONFLICT (email) DO NOTHING
            """;
    private static final String INSERT_IDENTITY = """
            INSERT INTO identities (id, user_id, provider, provider_id, identity_data, last_sign_in_at, created_at, updated_at)
            VALUES (:id, :user, :provider, :providerId, :data::jsonb, :at, :at, :at)
            """;
    private static final String FIND = """
            SELECT u.*, i.id AS i_id, i.provider AS i_provider, i.provider_id AS i_provider_id,
                   i.identity_data AS i_data, i.last_sign_in_at AS i_last, i.created_at AS i_created, i.updated_at AS i_updated
              FROM users u LEFT JOIN identities i ON i.user_id = u.id
             WHERE u.id = :id
             ORDER BY i.created_at
            """;
    private static final String SIGNED_IN = """
            UPDATE users SET last_sign_in_at = :at, updated_at = :at WHERE id = :id
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    UserRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// False where the address is taken.
    boolean insert(User user) {
        var inserted = jdbc.sql(INSERT)
                .param("id", user.id().value())
                .param("email", user.email())
                .param("hash", user.passwordHash())
                .param("confirmed", at(user.emailConfirmedAt()))
                .param("app", json.writeValueAsString(user.appMetadata()))
                .param("user", json.writeValueAsString(user.userMetadata()))
                .param(
                        "serviceTenant",
                        user.serviceTenant() == null
                                ? null
                                : user.serviceTenant().value())
                .param("at", at(user.createdAt()))
                .update();
        if (inserted == 1) {
            user.identities().forEach(identity -> insert(user, identity));
        }
        return inserted == 1;
    }

    private void insert(User user, Identity identity) {
        jdbc.sql(INSERT_IDENTITY)
                .param("id", identity.identityId())
                .param("user", user.id().value())
                .param("provider", identity.provider())
                .param("providerId", identity.providerId())
                .param("data", json.writeValueAsString(identity.identityData()))
                .param("at", at(identity.createdAt()))
                .update();
    }

    Optional<User> find(UserId id) {
        var rows = jdbc.sql(FIND)
                .param("id", id.value())
                .query((row, _) -> user(row))
                .list();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        var identities = rows.stream().flatMap(u -> u.identities().stream()).toList();
        return Optional.of(withIdentities(rows.getFirst(), identities));
    }

    Optional<User> findByEmail(String email) {
        return jdbc.sql("SELECT id FROM users WHERE email = :email")
                .param("email", email)
                .query(UUID.class)
                .optional()
                .flatMap(id -> find(new UserId(id)));
    }

    void signedIn(UserId id, Instant now) {
        jdbc.sql(SIGNED_IN).param("id", id.value()).param("at", at(now)).update();
    }

    private User user(ResultSet row) throws SQLException {
        return new User(
                new UserId(row.getObject("id", UUID.class)),
                row.getString("email"),
                row.getString("password_hash"),
                instant(row, "email_confirmed_at"),
                instant(row, "last_sign_in_at"),
                json.readValue(row.getString("app_metadata"), JSON_OBJECT),
                json.readValue(row.getString("user_metadata"), JSON_OBJECT),
                instant(row, "banned_until"),
                tenant(row, "service_tenant_id"),
                tenant(row, "last_tenant_id"),
                row.getObject("i_id") == null ? List.of() : List.of(identity(row)),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private Identity identity(ResultSet row) throws SQLException {
        return new Identity(
                row.getObject("i_id", UUID.class),
                row.getString("i_provider_id"),
                row.getString("i_provider"),
                json.readValue(row.getString("i_data"), JSON_OBJECT),
                instant(row, "i_last"),
                row.getObject("i_created", OffsetDateTime.class).toInstant(),
                row.getObject("i_updated", OffsetDateTime.class).toInstant());
    }

    private static User withIdentities(User user, List<Identity> identities) {
        return new User(
                user.id(),
                user.email(),
                user.passwordHash(),
                user.emailConfirmedAt(),
                user.lastSignInAt(),
                user.appMetadata(),
                user.userMetadata(),
                user.bannedUntil(),
                user.serviceTenant(),
                user.lastTenant(),
                identities,
                user.createdAt(),
                user.updatedAt());
    }

    private static @Nullable TenantId tenant(ResultSet row, String column) throws SQLException {
        var id = row.getObject(column, UUID.class);
        return id == null ? null : new TenantId(id);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
