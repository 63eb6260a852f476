package io.deskwire.auth.onetime;

import io.deskwire.auth.onetime.OneTimeToken.Continuation;
import io.deskwire.auth.onetime.OneTimeToken.Kind;
import io.deskwire.auth.onetime.OneTimeToken.Secret;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class OneTimeTokenRepository {
    private static final String REPLACE = """
            INSERT INTO one_time_tokens (id, user_id, kind, address, salt, secret_hash, flow_id, pkce, needs_partner,
                                         created_at, expires_at)
            VALUES (:id, :user, :kind, :address, :salt, :hash, :flow, :pkce, :partner, :created, :expires)
            ON CONFLICT (user_id, kind) DO UPDATE
               SET id = excluded.id, address = excluded.address, salt = excluded.salt,
                   secret_hash = excluded.secret_hash, flow_id = excluded.flow_id, pkce = excluded.pkce,
                   needs_partner = excluded.needs_partner, guesses = 0, created_at = excluded.created_at,
                   expires_at = excluded.expires_at
            """;
    private static final String TAKE = """
            DELETE FROM one_time_tokens
             WHERE secret_hash = :hash AND kind = ANY(:kinds) AND expires_at > :now
            RETURNING *
            """;
    private static final String COUNT_GUESS = """
            INSERT INTO one_time_guesses AS g (user_id, guesses, since) VALUES (:user, 1, :now)
            ON CONFLICT (user_id) DO UPDATE
               SET guesses = CASE WHEN g.since <= :windowStart THEN 1 ELSE g.guesses + 1 END,
                   since = CASE WHEN g.since <= :windowStart THEN :now ELSE g.since END
            RETURNING guesses
            """;
    private static final String GUESSED = """
            UPDATE one_time_tokens SET guesses = guesses + 1
             WHERE user_id = :user AND kind = ANY(:kinds) AND guesses < :most AND expires_at > :now
            RETURNING *
            """;
    private static final String LET_STAND_ALONE = """
            UPDATE one_time_tokens SET needs_partner = false
             WHERE user_id = :user AND kind = :kind AND expires_at > :now
            """;

    private final JdbcClient jdbc;

    OneTimeTokenRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void replace(OneTimeToken token) {
        jdbc.sql(REPLACE)
                .param("id", token.id())
                .param("user", token.userId().value())
                .param("kind", Row.wire(token.kind()))
                .param("address", token.address())
                .param("salt", token.secret().salt())
                .param("hash", token.secret().hash())
                .param("flow", token.flow())
                .param("pkce", token.pkce())
                .param("partner", token.needsPartner())
                .param("created", Row.at(token.createdAt()))
                .param("expires", Row.at(token.expiresAt()))
                .update();
    }

    Optional<OneTimeToken> take(byte[] hash, Set<Kind> kinds, Instant now) {
        return jdbc.sql(TAKE)
                .param("hash", hash)
                .param("kinds", wire(kinds))
                .param("now", Row.at(now))
                .query(Row.as(OneTimeTokenRepository::token))
                .optional();
    }

    /// The tries of the account's present window, with this one. Holds others of the same account up until the end.
    int countGuess(UserId user, Instant now, Instant windowStart) {
        return jdbc.sql(COUNT_GUESS)
                .param("user", user.value())
                .param("now", Row.at(now))
                .param("windowStart", Row.at(windowStart))
                .query(Integer.class)
                .single();
    }

    /// Counts a try against each and answers those that have not had too many.
    List<OneTimeToken> guessed(UserId user, Set<Kind> kinds, int most, Instant now) {
        return jdbc.sql(GUESSED)
                .param("user", user.value())
                .param("kinds", wire(kinds))
                .param("most", most)
                .param("now", Row.at(now))
                .query(Row.as(OneTimeTokenRepository::token))
                .list();
    }

    void forgetGuesses(UserId user) {
        jdbc.sql("DELETE FROM one_time_guesses WHERE user_id = :user")
                .param("user", user.value())
                .update();
    }

    boolean delete(UUID id) {
        return jdbc.sql("DELETE FROM one_time_tokens WHERE id = :id")
                        .param("id", id)
                        .update()
                == 1;
    }

    boolean letStandAlone(UserId user, Kind kind, Instant now) {
        return jdbc.sql(LET_STAND_ALONE)
                        .param("user", user.value())
                        .param("kind", Row.wire(kind))
                        .param("now", Row.at(now))
                        .update()
                == 1;
    }

    void discard(UserId user, Set<Kind> kinds) {
        jdbc.sql("DELETE FROM one_time_tokens WHERE user_id = :user AND kind = ANY(:kinds)")
                .param("user", user.value())
                .param("kinds", wire(kinds))
                .update();
    }

    void sweep(Instant now, Instant windowStart) {
        jdbc.sql("DELETE FROM one_time_tokens WHERE expires_at <= :now")
                .param("now", Row.at(now))
                .update();
        jdbc.sql("DELETE FROM one_time_guesses WHERE since <= :windowStart")
                .param("windowStart", Row.at(windowStart))
                .update();
    }

    private static String[] wire(Set<Kind> kinds) {
        return kinds.stream().map(Row::wire).toArray(String[]::new);
    }

    private static OneTimeToken token(Row row) throws SQLException {
        return new OneTimeToken(
                row.uuid("id"),
                row.id("user_id", UserId::new),
                row.constant("kind", Kind.class),
                row.text("address"),
                new Secret(row.bytes("salt"), row.bytes("secret_hash")),
                new Continuation(row.uuidOrNull("flow_id"), row.flag("pkce")),
                row.flag("needs_partner"),
                row.instant("created_at"),
                row.instant("expires_at"));
    }
}
