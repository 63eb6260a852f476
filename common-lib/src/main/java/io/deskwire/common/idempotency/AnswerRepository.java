package io.deskwire.common.idempotency;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.CommitWrites;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// All SQL of the idempotency store. Runs in the transaction of the write.
class AnswerRepository {
    /// How long a key answers for its first request.
    static final Duration KEPT = Duration.ofHours(24);

    /// One round trip, by a function: the lock comes before what is then seen.
    private static final String EARLIER = """
            SELECT earlier.locked, (earlier.answer).* FROM app.earlier_answer(:tenant, :caller, :route, :key, :since) AS earlier
            """;
    private static final String STORE = """
            INSERT INTO idempotency_key (tenant_id, caller_id, route, key, request_hash, status, headers, body,
                                         caller_role, permissions, created_at)
            VALUES (?::uuid, ?::uuid, ?, ?, ?::bytea, ?::int, ?, ?::bytea, ?, string_to_array(?, ' '), ?::timestamptz)
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

    /// What is known of a write before it is made.
    ///
    /// @param locked false where the same write is under way in another transaction
    /// @param answer null where it was not made yet
    record Earlier(boolean locked, @Nullable StoredAnswer answer) {}

    /// From now until the transaction ends the same write is not made elsewhere, where it is not already.
    Earlier earlier(Key key) {
        return jdbc.sql(EARLIER)
                .param("tenant", key.tenant())
                .param("caller", key.caller())
                .param("route", key.route())
                .param("key", key.fingerprint())
                .param("since", Row.at(oldest()))
                .query(Row.as(row -> new Earlier(row.flag("locked"), answer(row, key))))
                .single();
    }

    private @Nullable StoredAnswer answer(Row row, Key key) throws SQLException {
        var headers = row.textOrNull("headers");
        return headers == null
                ? null
                : new StoredAnswer(
                        row.bytes("request_hash"),
                        row.integer("status"),
                        json.readValue(headers, new TypeReference<Map<String, String>>() {}),
                        cipher.open(key.key(), row.bytes("body")),
                        entitlement(row));
    }

    private static @Nullable Entitlement entitlement(Row row) throws SQLException {
        var permissions = row.textsOrNull("permissions");
        return permissions == null ? null : new Entitlement(row.textOrNull("caller_role"), permissions);
    }

    /// With the commit.
    void store(Key key, StoredAnswer answer) {
        var entitlement = Objects.requireNonNull(answer.entitlement());
        CommitWrites.run(
                STORE,
                key.tenant(),
                key.caller(),
                key.route(),
                key.fingerprint(),
                bytes(answer.requestHash()),
                answer.status(),
                json.writeValueAsString(answer.headers()),
                bytes(cipher.seal(key.key(), answer.body())),
                entitlement.role(),
                String.join(" ", entitlement.permissions()),
                clock.instant());
    }

    private static String bytes(byte[] value) {
        return "\\x" + HexFormat.of().formatHex(value);
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
