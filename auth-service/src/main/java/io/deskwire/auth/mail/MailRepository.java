package io.deskwire.auth.mail;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The queue. Everybody may add to it; the rest is behind the system door.
@Repository
class MailRepository {
    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};
    private static final String INSERT = """
            INSERT INTO mails (id, kind, recipient, values, next_try_at, created_at)
            VALUES (:id, :kind, :recipient, :values::jsonb, :at, :at)
            """;
    /// A claimed mail is due again when its lease ends, for whoever comes first.
    private static final String CLAIM = """
            UPDATE mails SET attempts = attempts + 1, next_try_at = :leaseEnd
             WHERE id IN (SELECT id FROM mails WHERE next_try_at <= :now
                           ORDER BY next_try_at LIMIT :limit FOR UPDATE SKIP LOCKED)
            RETURNING id, kind, recipient, values, attempts, created_at
            """;
    private static final String SENT = """
            UPDATE mails SET sent_at = :at, next_try_at = NULL, last_error = NULL, values = '{}' WHERE id = :id
            """;
    private static final String FAILED = """
            UPDATE mails SET next_try_at = :next, last_error = :error WHERE id = :id AND sent_at IS NULL
            """;
    private static final String GIVEN_UP = """
            UPDATE mails SET next_try_at = NULL, last_error = :error, values = '{}' WHERE id = :id AND sent_at IS NULL
            """;
    private static final String GIVE_UP_OLD = """
            UPDATE mails
               SET next_try_at = NULL, last_error = coalesce(last_error, 'never tried: no mail server'), values = '{}'
             WHERE next_try_at IS NOT NULL AND created_at < :before
            """;
    private static final String WAITING = """
            SELECT count(*) AS waiting, min(created_at) AS oldest,
                   (SELECT last_error FROM mails WHERE next_try_at IS NOT NULL AND last_error IS NOT NULL
                     ORDER BY next_try_at DESC LIMIT 1) AS error
              FROM mails WHERE next_try_at IS NOT NULL
            """;
    private static final String TAKE_TURN = """
            INSERT INTO mail_turns AS t (address_hash, kind, taken_at) VALUES (:address, :kind, :now)
            ON CONFLICT (address_hash, kind) DO UPDATE SET taken_at = :now WHERE t.taken_at <= :before
            """;
    private final JdbcClient jdbc;
    private final JsonMapper json;

    MailRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// A mail in the claimant's hands until its lease ends.
    record Claim(UUID id, MailKind kind, String recipient, Map<String, String> values, int attempt, Instant createdAt) {
        @Override
        public String toString() {
            return "Claim[%s, %s]".formatted(id, kind);
        }
    }

    /// @param oldest null where nothing waits
    /// @param error of the last attempt; null where none failed
    record Waiting(
            long count, @Nullable Instant oldest, @Nullable String error) {}

    void insert(MailKind kind, String to, Map<String, String> values, Instant now) {
        jdbc.sql(INSERT)
                .param("id", Uuid7.next())
                .param("kind", Row.wire(kind))
                .param("recipient", to)
                .param("values", json.writeValueAsString(values))
                .param("at", Row.at(now))
                .update();
    }

    List<Claim> claim(Instant now, Instant leaseEnd, int limit) {
        return jdbc.sql(CLAIM)
                .param("now", Row.at(now))
                .param("leaseEnd", Row.at(leaseEnd))
                .param("limit", limit)
                .query(Row.as(this::claim))
                .list();
    }

    void sent(UUID id, Instant now) {
        jdbc.sql(SENT).param("id", id).param("at", Row.at(now)).update();
    }

    void failed(UUID id, String error, Instant next) {
        jdbc.sql(FAILED)
                .param("id", id)
                .param("error", error)
                .param("next", Row.at(next))
                .update();
    }

    void givenUp(UUID id, String error) {
        jdbc.sql(GIVEN_UP).param("id", id).param("error", error).update();
    }

    /// What nobody sent in time holds links and codes for nothing.
    void giveUpOld(Instant before) {
        jdbc.sql(GIVE_UP_OLD).param("before", Row.at(before)).update();
    }

    Waiting waiting() {
        return jdbc.sql(WAITING)
                .query(Row.as(row ->
                        new Waiting(row.number("waiting"), row.instantOrNull("oldest"), row.textOrNull("error"))))
                .single();
    }

    /// False where the address had its turn after `before`.
    boolean takeTurn(byte[] address, MailKind kind, Instant now, Instant before) {
        return jdbc.sql(TAKE_TURN)
                        .param("address", address)
                        .param("kind", Row.wire(kind))
                        .param("now", Row.at(now))
                        .param("before", Row.at(before))
                        .update()
                == 1;
    }

    @Nullable
    Instant lastTurn(byte[] address, MailKind kind) {
        return jdbc.sql("SELECT taken_at FROM mail_turns WHERE address_hash = :address AND kind = :kind")
                .param("address", address)
                .param("kind", Row.wire(kind))
                .query(Row.as(row -> row.instant("taken_at")))
                .optional()
                .orElse(null);
    }

    void sweep(Instant sentBefore, Instant turnsBefore) {
        jdbc.sql("DELETE FROM mails WHERE next_try_at IS NULL AND created_at < :before")
                .param("before", Row.at(sentBefore))
                .update();
        jdbc.sql("DELETE FROM mail_turns WHERE taken_at < :before")
                .param("before", Row.at(turnsBefore))
                .update();
    }

    private Claim claim(Row row) throws SQLException {
        return new Claim(
                row.uuid("id"),
                row.constant("kind", MailKind.class),
                row.text("recipient"),
                json.readValue(row.text("values"), VALUES),
                row.integer("attempts"),
                row.instant("created_at"));
    }
}
