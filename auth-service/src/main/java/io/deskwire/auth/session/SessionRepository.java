package io.deskwire.auth.session;

import io.deskwire.auth.member.WorkplaceRows;
import io.deskwire.auth.refreshtoken.Rotation;
import io.deskwire.auth.user.UserRows;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Runs behind the system door: a session has no tenant until it is asked for.
@Repository
class SessionRepository {
    private static final String INSERT = """
            INSERT INTO sessions (id, user_id, tenant_id, aal, amr, hmac_key, counter, created_at, refreshed_at, not_after)
            VALUES (:id, :user, :tenant, :aal, :amr::jsonb, :key, :counter, :created, :refreshed, :notAfter)
            """;
    private static final String HOLDER = """
            SELECT s.id AS s_id, s.user_id AS s_user_id, s.tenant_id AS s_tenant_id, s.aal AS s_aal, s.amr AS s_amr,
                   s.hmac_key AS s_hmac_key, s.counter AS s_counter, s.created_at AS s_created_at,
                   s.refreshed_at AS s_refreshed_at,
                   s.earlier_refreshes AS s_earlier_refreshes, s.not_after AS s_not_after,
            """ + UserRows.COLUMNS + "," + WorkplaceRows.COLUMN + """
              FROM sessions s JOIN users u ON u.id = s.user_id
             WHERE s.id = :id
            """;
    private static final String SWEEP = """
            DELETE FROM sessions
             WHERE not_after < :before
                OR (:inactivity::bigint > 0 AND refreshed_at < :before - make_interval(secs => :inactivity))
            """;
    /// Its commit alone does not wait for the disk (`docs/adr/0030-refresh-commits.md`).
    private static final String ADVANCE = """
            UPDATE sessions
               SET counter = :counter, refreshed_at = :refreshed, earlier_refreshes = :earlier::timestamptz[],
                   tenant_id = :tenant
             WHERE id = :id AND counter = :readCounter AND tenant_id IS NOT DISTINCT FROM :readTenant::uuid
            RETURNING set_config('synchronous_commit', 'off', true)
            """;
    private static final String RAISE = """
            UPDATE sessions
               SET counter = counter + 2, refreshed_at = :at, earlier_refreshes = '{}', aal = 'aal2', factor_id = :factor, amr = :amr::jsonb
             WHERE id = :id
            """;
    private static final String LOWER = """
            UPDATE sessions
               SET aal = 'aal1', factor_id = NULL,
                   amr = (SELECT coalesce(jsonb_agg(one), '[]') FROM jsonb_array_elements(amr) one
                           WHERE one ->> 'method' <> 'totp')
             WHERE user_id = :user AND factor_id = :factor
            """;

    private static final TypeReference<List<Map<String, Object>>> AMR = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final UserRows users;
    private final WorkplaceRows workplaces;
    private final JsonMapper json;

    SessionRepository(JdbcClient jdbc, UserRows users, WorkplaceRows workplaces, JsonMapper json) {
        this.jdbc = jdbc;
        this.users = users;
        this.workplaces = workplaces;
        this.json = json;
    }

    void insert(Session session) {
        jdbc.sql(INSERT)
                .param("id", session.id().value())
                .param("user", session.userId().value())
                .param("tenant", value(session.tenant()))
                .param("aal", session.aal())
                .param("amr", json.writeValueAsString(session.amr()))
                .param("key", session.hmacKey())
                .param("counter", session.rotation().counter())
                .param("created", Row.at(session.createdAt()))
                .param("refreshed", Row.at(session.rotation().refreshedAt()))
                .param("notAfter", Row.at(session.notAfter()))
                .update();
    }

    Optional<Session> find(SessionId id) {
        return jdbc.sql("SELECT * FROM sessions WHERE id = :id")
                .param("id", id.value())
                .query(Row.as(this::session))
                .optional();
    }

    /// All that a refresh needs to know, in one query.
    Optional<SessionHolder> holder(SessionId id) {
        return jdbc.sql(HOLDER)
                .param("id", id.value())
                .query(Row.as(
                        row -> new SessionHolder(session(row, "s_"), users.user(row), workplaces.workplaces(row))))
                .optional();
    }

    /// Waits for a refresh of the same session that is under way; raises `CannotAcquireLockException` after 5 s.
    void lock(SessionId id) {
        jdbc.sql("SELECT id FROM sessions WHERE id = :id FOR UPDATE")
                .param("id", id.value())
                .query(UUID.class)
                .optional();
    }

    /// False where another refresh or a switch of the tenant was faster; raises `CannotAcquireLockException` after 5 s
    /// of waiting for one.
    boolean advance(Session read, Session next) {
        return jdbc.sql(ADVANCE)
                .param("id", read.id().value())
                .param("readCounter", read.rotation().counter())
                .param("readTenant", value(read.tenant()))
                .param("counter", next.rotation().counter())
                .param("tenant", value(next.tenant()))
                .param("refreshed", Row.at(next.rotation().refreshedAt()))
                .param("earlier", texts(next.rotation().earlier()))
                .query(String.class)
                .optional()
                .isPresent();
    }

    /// Counts on by two and forgets when tokens were replaced: none from before is answered again.
    void raise(Session session, UUID factor, List<Map<String, Object>> amr, Instant now) {
        jdbc.sql(RAISE)
                .param("id", session.id().value())
                .param("factor", factor)
                .param("amr", json.writeValueAsString(amr))
                .param("at", Row.at(now))
                .update();
    }

    void lower(UserId user, UUID factor) {
        jdbc.sql(LOWER).param("user", user.value()).param("factor", factor).update();
    }

    List<SessionId> ofUserBelowAal2(UserId user) {
        return jdbc.sql("SELECT id FROM sessions WHERE user_id = :user AND aal <> 'aal2'")
                .param("user", user.value())
                .query(Row.as(row -> row.id("id", SessionId::new)))
                .list();
    }

    void moveTo(SessionId id, TenantId tenant) {
        jdbc.sql("UPDATE sessions SET tenant_id = :tenant WHERE id = :id")
                .param("id", id.value())
                .param("tenant", tenant.value())
                .update();
    }

    void delete(SessionId id) {
        jdbc.sql("DELETE FROM sessions WHERE id = :id").param("id", id.value()).update();
    }

    /// Removes those that were over before then.
    int sweep(Instant before, Duration inactivity) {
        return jdbc.sql(SWEEP)
                .param("before", Row.at(before))
                .param("inactivity", inactivity.toSeconds())
                .update();
    }

    List<SessionId> ofUser(UserId user) {
        return jdbc.sql("SELECT id FROM sessions WHERE user_id = :user")
                .param("user", user.value())
                .query(Row.as(row -> row.id("id", SessionId::new)))
                .list();
    }

    private static @Nullable UUID value(@Nullable TenantId tenant) {
        return tenant == null ? null : tenant.value();
    }

    private Session session(Row row) throws SQLException {
        return session(row, "");
    }

    private Session session(Row row, String prefix) throws SQLException {
        return new Session(
                row.id(prefix + "id", SessionId::new),
                row.id(prefix + "user_id", UserId::new),
                row.idOrNull(prefix + "tenant_id", TenantId::new),
                row.text(prefix + "aal"),
                json.readValue(row.text(prefix + "amr"), AMR),
                row.bytes(prefix + "hmac_key"),
                new Rotation(
                        row.number(prefix + "counter"),
                        row.instant(prefix + "refreshed_at"),
                        instants(row, prefix + "earlier_refreshes")),
                row.instant(prefix + "created_at"),
                row.instantOrNull(prefix + "not_after"));
    }

    private static String[] texts(List<Instant> instants) {
        return instants.stream().map(Instant::toString).toArray(String[]::new);
    }

    private static List<Instant> instants(Row row, String column) throws SQLException {
        var array = (Timestamp[]) row.result().getArray(column).getArray();
        return Arrays.stream(array).map(Timestamp::toInstant).toList();
    }
}
