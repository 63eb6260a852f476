package io.deskwire.auth.user;

import io.deskwire.auth.user.User.Identity;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserService.ServiceUserLogin;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// Reads run through the system door; a service user of the caller's tenant is also written under row-level security.
@Repository
class UserRepository {
    private static final String INSERT = """
            INSERT INTO users (id, email, password_hash, is_anonymous, email_confirmed_at, invited_at, password_given_at,
                               app_metadata, user_metadata, service_tenant_id, created_at, updated_at)
            VALUES (:id, :email, :hash, :anonymous, :email_confirmed_at, :invited_at, :password_given_at, :app::jsonb,
                    :user::jsonb, :serviceTenant, :at, :at)
            ON CONFLICT (email) DO NOTHING
            """;
    private static final String UPDATE = """
            UPDATE users
               SET email = :email, new_email = :newEmail, password_hash = :hash, is_anonymous = :anonymous,
                   app_metadata = :app::jsonb, user_metadata = :user::jsonb, banned_until = :banned,
                   email_confirmed_at = :email_confirmed_at, last_sign_in_at = :last_sign_in_at,
                   invited_at = :invited_at, confirmation_sent_at = :confirmation_sent_at,
                   recovery_sent_at = :recovery_sent_at, email_change_sent_at = :email_change_sent_at,
                   reauthentication_sent_at = :reauthentication_sent_at, deleted_at = :deleted_at,
                   password_given_at = :password_given_at, updated_at = :at
             WHERE id = :id
            """;
    private static final String INSERT_IDENTITY = """
            INSERT INTO identities (id, user_id, provider, provider_id, identity_data, last_sign_in_at, created_at, updated_at)
            VALUES (:id, :user, :provider, :providerId, :data::jsonb, :at, :at, :at)
            """;
    private static final String FIND = "SELECT " + UserRows.COLUMNS + " FROM users u WHERE u.id = :id";
    private static final String FIND_ALL = "SELECT " + UserRows.COLUMNS + " FROM users u WHERE u.id = ANY(:ids)";
    private static final String PUT_EMAIL_IDENTITY = """
            INSERT INTO identities AS i (id, user_id, provider, provider_id, identity_data, last_sign_in_at, created_at, updated_at)
            VALUES (:id, :user, :provider, :providerId, :data::jsonb, :at, :at, :at)
            ON CONFLICT (provider, provider_id) DO UPDATE
               SET identity_data = i.identity_data || excluded.identity_data, updated_at = excluded.updated_at
             WHERE i.user_id = excluded.user_id
            """;
    private static final String DELETE_ANONYMOUS = """
            DELETE FROM users u
             WHERE u.is_anonymous AND u.created_at < :before AND coalesce(u.last_sign_in_at, u.created_at) < :before
               AND NOT EXISTS (SELECT FROM sessions s WHERE s.user_id = u.id AND s.refreshed_at >= :before)
               AND NOT EXISTS (SELECT FROM memberships m WHERE m.user_id = u.id)
               AND NOT EXISTS (SELECT FROM tenants t WHERE t.owner_id = u.id)
            """;
    private static final String SIGNED_IN = """
            UPDATE users u SET last_sign_in_at = :at, updated_at = :at WHERE u.id = :id RETURNING
            """ + UserRows.COLUMNS;

    private static final String SERVICE_USER_PASSWORD = """
            SELECT email, previous_hash FROM app.change_machine_password(:id, :tenant, :hash, :at)
            """;
    private static final String SERVICE_USER_METADATA = """
            SELECT 1 FROM app.describe_machine(:id, :tenant, :metadata::jsonb, :at)
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final RowMapper<User> rows;

    UserRepository(JdbcClient jdbc, JsonMapper json, UserRows rows) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = Row.as(rows::user);
    }

    /// False where the address is taken.
    boolean insert(User user) {
        var inserted = bind(
                        INSERT, user, List.of(Milestone.EMAIL_CONFIRMED, Milestone.INVITED, Milestone.PASSWORD_GIVEN))
                .param(
                        "serviceTenant",
                        user.serviceTenant() == null
                                ? null
                                : user.serviceTenant().value())
                .param("at", Row.at(user.createdAt()))
                .update();
        if (inserted == 1) {
            user.identities().forEach(identity -> insert(user.id(), identity));
        }
        return inserted == 1;
    }

    /// Everything but the identities. Raises `DuplicateKeyException` where the address is taken.
    void update(User user, Instant now) {
        bind(UPDATE, user, List.of(Milestone.values()))
                .param("newEmail", user.newEmail())
                .param("banned", Row.at(user.bannedUntil()))
                .param("at", Row.at(now))
                .update();
    }

    private JdbcClient.StatementSpec bind(String sql, User user, List<Milestone> milestones) {
        var statement = jdbc.sql(sql)
                .param("id", user.id().value())
                .param("email", user.email())
                .param("hash", user.passwordHash())
                .param("anonymous", user.anonymous())
                .param("app", json.writeValueAsString(user.appMetadata()))
                .param("user", json.writeValueAsString(user.userMetadata()));
        for (var milestone : milestones) {
            statement = statement.param(milestone.column(), Row.at(user.at(milestone)));
        }
        return statement;
    }

    void insert(UserId user, Identity identity) {
        bind(jdbc.sql(INSERT_IDENTITY), user, identity).update();
    }

    private JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, UserId user, Identity identity) {
        return statement
                .param("id", identity.identityId())
                .param("user", user.value())
                .param("provider", identity.provider())
                .param("providerId", identity.providerId())
                .param("data", json.writeValueAsString(identity.identityData()))
                .param("at", Row.at(identity.createdAt()));
    }

    ServiceUserLogin changeServiceUserPassword(UserId id, TenantId tenant, @Nullable String hash, Instant now) {
        return jdbc.sql(SERVICE_USER_PASSWORD)
                .param("hash", hash)
                .param("at", Row.at(now))
                .param("id", id.value())
                .param("tenant", tenant.value())
                .query(Row.as(row -> new ServiceUserLogin(row.text("email"), row.textOrNull("previous_hash"))))
                .single();
    }

    void describeServiceUser(UserId id, TenantId tenant, Map<String, Object> metadata, Instant now) {
        jdbc.sql(SERVICE_USER_METADATA)
                .param("metadata", json.writeValueAsString(metadata))
                .param("at", Row.at(now))
                .param("id", id.value())
                .param("tenant", tenant.value())
                .query(Integer.class)
                .single();
    }

    Optional<User> find(UserId id) {
        return jdbc.sql(FIND).param("id", id.value()).query(rows).optional();
    }

    /// In the order of the ids; those that are not there are skipped.
    List<User> findAll(List<UserId> ids) {
        var found = jdbc
                .sql(FIND_ALL)
                .param("ids", ids.stream().map(UserId::value).toArray(UUID[]::new))
                .query(rows)
                .list()
                .stream()
                .collect(Collectors.toMap(User::id, Function.identity()));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    Optional<User> findForUpdate(UserId id) {
        var found = jdbc.sql("SELECT id FROM users WHERE id = :id FOR UPDATE")
                .param("id", id.value())
                .query(UUID.class)
                .optional();
        return found.isEmpty() ? Optional.empty() : find(id);
    }

    Optional<User> findByEmailForUpdate(String email) {
        return jdbc.sql("SELECT id FROM users WHERE email = :email FOR UPDATE")
                .param("email", email)
                .query(UUID.class)
                .optional()
                .flatMap(id -> find(new UserId(id)));
    }

    List<User> changingTo(String email) {
        return jdbc
                .sql("SELECT id FROM users WHERE new_email = :email ORDER BY updated_at DESC LIMIT 5")
                .param("email", email)
                .query(UUID.class)
                .list()
                .stream()
                .flatMap(id -> find(new UserId(id)).stream())
                .toList();
    }

    /// Makes the identity, or tells the one that is there what is new.
    void putEmailIdentity(UserId user, Identity identity) {
        bind(jdbc.sql(PUT_EMAIL_IDENTITY), user, identity).update();
    }

    void replaceHash(UserId id, String before, String after) {
        jdbc.sql("UPDATE users SET password_hash = :after WHERE id = :id AND password_hash = :before")
                .param("id", id.value())
                .param("before", before)
                .param("after", after)
                .update();
    }

    int deleteAnonymous(Instant before) {
        return jdbc.sql(DELETE_ANONYMOUS).param("before", Row.at(before)).update();
    }

    Optional<User> findByEmail(String email) {
        return jdbc.sql("SELECT id FROM users WHERE email = :email")
                .param("email", email)
                .query(UUID.class)
                .optional()
                .flatMap(id -> find(new UserId(id)));
    }

    User signedIn(UserId id, Instant now) {
        return jdbc.sql(SIGNED_IN)
                .param("id", id.value())
                .param("at", Row.at(now))
                .query(rows)
                .single();
    }
}
