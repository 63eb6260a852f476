package io.deskwire.auth.mfa;

import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Runs behind the system door: factors are of people, not of tenants.
@Repository
class FactorRepository {
    private static final String INSERT = """
            INSERT INTO mfa_factors (id, user_id, friendly_name, status, secret, created_at, updated_at)
            VALUES (:id, :user, :name, 'unverified', :secret, :at, :at)
            """;
    private static final String UPDATE = """
            UPDATE mfa_factors
               SET status = :status, last_step = :step, failures = :failures, window_failures = :windowFailures,
                   window_began_at = :windowBegan, updated_at = :updated
             WHERE id = :id
            """;
    private static final String OF_USER = """
            SELECT * FROM mfa_factors WHERE user_id = :user ORDER BY created_at
            """;
    private static final String DELETE_STALE = """
            DELETE FROM mfa_factors f
             WHERE f.user_id = :user AND f.status = 'unverified' AND f.created_at < :before
               AND NOT EXISTS (SELECT FROM mfa_challenges c WHERE c.factor_id = f.id AND c.created_at >= :before)
            """;
    private static final String CHALLENGE = """
            INSERT INTO mfa_challenges (id, factor_id, ip, created_at) VALUES (:id, :factor, :ip, :at)
            """;
    private static final String CHALLENGED = """
            UPDATE mfa_factors SET last_challenged_at = :at, updated_at = :at WHERE id = :factor
            """;
    private static final String FIND_CHALLENGE = """
            SELECT * FROM mfa_challenges WHERE id = :id AND factor_id = :factor
            """;

    private final JdbcClient jdbc;

    FactorRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Everything about somebody's factors happens one after the other; held to the end of the transaction.
    void lock(UserId user) {
        jdbc.sql("SELECT id FROM users WHERE id = :user FOR UPDATE")
                .param("user", user.value())
                .query(UUID.class)
                .list();
    }

    void insert(Factor factor) {
        jdbc.sql(INSERT)
                .param("id", factor.id())
                .param("user", factor.userId().value())
                .param("name", factor.friendlyName())
                .param("secret", factor.secret().sealed())
                .param("at", Row.at(factor.createdAt()))
                .update();
    }

    void update(Factor factor) {
        jdbc.sql(UPDATE)
                .param("id", factor.id())
                .param("status", factor.verified() ? "verified" : "unverified")
                .param("step", factor.secret().lastStep())
                .param("failures", factor.guesses().inARow())
                .param("windowFailures", factor.guesses().inWindow())
                .param("windowBegan", Row.at(factor.guesses().windowBegan()))
                .param("updated", Row.at(factor.updatedAt()))
                .update();
    }

    /// Oldest first.
    List<Factor> ofUser(UserId user) {
        return jdbc.sql(OF_USER)
                .param("user", user.value())
                .query(Row.as(FactorRepository::factor))
                .list();
    }

    Optional<Factor> find(UserId user, UUID id) {
        return ofUser(user).stream().filter(factor -> factor.id().equals(id)).findFirst();
    }

    /// Raises `DuplicateKeyException` where another factor of the person has the name.
    void rename(UserId user, UUID id, String name, Instant now) {
        jdbc.sql("UPDATE mfa_factors SET friendly_name = :name, updated_at = :at WHERE id = :id AND user_id = :user")
                .param("name", name)
                .param("at", Row.at(now))
                .param("id", id)
                .param("user", user.value())
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("DELETE FROM mfa_factors WHERE id = :id").param("id", id).update();
    }

    /// Factors that somebody began to enrol and left.
    void deleteStale(UserId user, Instant before) {
        jdbc.sql(DELETE_STALE)
                .param("user", user.value())
                .param("before", Row.at(before))
                .update();
    }

    void deleteUnverified(UserId user) {
        jdbc.sql("DELETE FROM mfa_factors WHERE user_id = :user AND status = 'unverified'")
                .param("user", user.value())
                .update();
    }

    void insert(Challenge challenge) {
        jdbc.sql(CHALLENGE)
                .param("id", challenge.id())
                .param("factor", challenge.factorId())
                .param("ip", challenge.ip())
                .param("at", Row.at(challenge.createdAt()))
                .update();
        jdbc.sql(CHALLENGED)
                .param("factor", challenge.factorId())
                .param("at", Row.at(challenge.createdAt()))
                .update();
    }

    Optional<Challenge> findChallenge(UUID factor, UUID id) {
        return jdbc.sql(FIND_CHALLENGE)
                .param("id", id)
                .param("factor", factor)
                .query(Row.as(FactorRepository::challenge))
                .optional();
    }

    int countChallenges(UUID factor) {
        return jdbc.sql("SELECT count(*) FROM mfa_challenges WHERE factor_id = :factor")
                .param("factor", factor)
                .query(Integer.class)
                .single();
    }

    void answered(UUID challenge, Instant now) {
        jdbc.sql("UPDATE mfa_challenges SET verified_at = :at WHERE id = :id")
                .param("id", challenge)
                .param("at", Row.at(now))
                .update();
    }

    void deleteChallenges(UUID factor, Instant before) {
        jdbc.sql("DELETE FROM mfa_challenges WHERE factor_id = :factor AND created_at < :before")
                .param("factor", factor)
                .param("before", Row.at(before))
                .update();
    }

    private static Factor factor(Row row) throws SQLException {
        var step = row.result().getObject("last_step", Long.class);
        return new Factor(
                row.uuid("id"),
                row.id("user_id", UserId::new),
                row.text("friendly_name"),
                "verified".equals(row.text("status")),
                new Factor.Secret(row.bytes("secret"), step == null ? Factor.NO_STEP : step),
                new Guesses(
                        row.integer("failures"), row.integer("window_failures"), row.instantOrNull("window_began_at")),
                row.instantOrNull("last_challenged_at"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    private static Challenge challenge(Row row) throws SQLException {
        return new Challenge(
                row.uuid("id"),
                row.uuid("factor_id"),
                row.text("ip"),
                row.instantOrNull("verified_at"),
                row.instant("created_at"));
    }
}
