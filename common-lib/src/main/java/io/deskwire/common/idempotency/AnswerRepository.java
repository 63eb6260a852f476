package io.deskwire.common.idempotency;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// All SQL of the idempotency store. Runs in the transaction of the write.
class AnswerRepository {
    /// How long a key answers for its first request.
    static final Duration KEPT = Duration.ofHours(24);

    private static final String LOCK = """
            SELECT pg_try_advisory_xact_lock(hashtextextended(:tenant || '|' || :caller || '|' || :route || '|' || :key, 0))
            """;
    private static final String FIND = """
            SELECT request_hash, status, headers, body, caller_role, permissions FROM idempotency_key
             WHERE tenant_id = :tenant AND caller_id = :caller AND route = :route AND key = :key
               AND created_at >= :since
            """;
    private static final String STORE = """
            INSERT INTO idempotency_key (tenant_id, caller_id, route, key, request_hash, status, headers, body,
                                         caller_role, permissions, created_at)
            VALUES (:tenant, :caller, :route, :key, :hash, :status, :headers, :body, :role, :permissions, :at)
            ON CONFLICT (tenant_id, caller_id, route, key) DO UPDATE
               SET request_hash = excluded.request_hash, status = excluded.status, headers = excluded.headers,
                   body = excluded.body, caller_role = excluded.caller_role, permissions = excluded.permissions,
                   created_at = excluded.created_at
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final AnswerCipher cipher;

    AnswerRepository(JdbcClient jdbc, JsonMapper json, Clock clock, AnswerCipher cipher) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.cipher = cipher;
    }

    /// One write of one caller under one key. The tenant stands in for itself: a caller without one uses its own id.
    record Key(UUID tenant, UUID caller, String route, String key) {
        String fingerprint() {
            return AnswerCipher.fingerprint(key);
        }

        static Key of(Caller caller, String route, String key) {
            var subject = caller.subject().value();
            return new Key(caller.tenant() == null ? subject : caller.tenant().value(), subject, route, key);
        }
    }

    /// False where the same write is under way in another transaction.
    boolean lock(Key key) {
        return jdbc.sql(LOCK)
                .param("tenant", key.tenant().toString())
                .param("caller", key.caller().toString())
                .param("route", key.route())
                .param("key", key.fingerprint())
                .query(Boolean.class)
                .single();
    }

    Optional<StoredAnswer> find(Key key) {
        return jdbc.sql(FIND)
                .param("tenant", key.tenant())
                .param("caller", key.caller())
                .param("route", key.route())
                .param("key", key.fingerprint())
                .param("since", Row.at(oldest()))
                .query(Row.as(row -> new StoredAnswer(
                        row.bytes("request_hash"),
                        row.integer("status"),
                        json.readValue(row.text("headers"), new TypeReference<Map<String, String>>() {}),
                        cipher.open(key.key(), row.bytes("body")),
                        entitlement(row))))
                .optional();
    }

    private static @Nullable Entitlement entitlement(Row row) throws SQLException {
        var permissions = row.textsOrNull("permissions");
        return permissions == null ? null : new Entitlement(row.textOrNull("caller_role"), permissions);
    }

    void store(Key key, StoredAnswer answer) {
        var entitlement = Objects.requireNonNull(answer.entitlement());
        jdbc.sql(STORE)
                .param("tenant", key.tenant())
                .param("caller", key.caller())
                .param("route", key.route())
                .param("key", key.fingerprint())
                .param("hash", answer.requestHash())
                .param("status", answer.status())
                .param("headers", json.writeValueAsString(answer.headers()))
                .param("body", cipher.seal(key.key(), answer.body()))
                .param("role", entitlement.role())
                .param("permissions", Row.array(entitlement.permissions()))
                .param("at", Row.at(clock.instant()))
                .update();
    }

    void deleteOld() {
        jdbc.sql("DELETE FROM idempotency_key WHERE created_at < :since")
                .param("since", Row.at(oldest()))
                .update();
    }

    private Instant oldest() {
        return clock.instant().minus(KEPT);
    }
}
