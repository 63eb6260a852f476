package io.deskwire.mail;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The queue. Everybody may add to it; the rest is behind the system door.
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

    private final JdbcClient jdbc;
    private final JsonMapper json;

    MailRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// A mail in the claimant's hands until its lease ends.
    ///
    /// @param kind as [LetterKind#wire]; another version of the service may have queued it
    record Claim(UUID id, String kind, String recipient, Map<String, String> values, int attempt, Instant createdAt) {
        @Override
        public String toString() {
            return "Claim[%s, %s]".formatted(id, kind);
        }
    }

    /// @param oldest null where nothing waits
    /// @param error of the last attempt; null where none failed
    record Waiting(
            long count, @Nullable Instant oldest, @Nullable String error) {}

    void insert(Letter letter, Instant now) {
        jdbc.sql(INSERT)
                .param("id", Uuid7.next())
                .param("kind", letter.kind().wire())
                .param("recipient", letter.to())
                .param("values", json.writeValueAsString(letter.values()))
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

    void sweep(Instant before) {
        jdbc.sql("DELETE FROM mails WHERE next_try_at IS NULL AND created_at < :before")
                .param("before", Row.at(before))
                .update();
    }

    private Claim claim(Row row) throws SQLException {
        return new Claim(
                row.uuid("id"),
                row.text("kind"),
                row.text("recipient"),
                json.readValue(row.text("values"), VALUES),
                row.integer("attempts"),
                row.instant("created_at"));
    }
}
