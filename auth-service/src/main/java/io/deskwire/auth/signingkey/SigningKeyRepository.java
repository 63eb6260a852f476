package io.deskwire.auth.signingkey;

import com.nimbusds.jose.jwk.JWK;
import io.deskwire.common.sql.Effect;
import io.deskwire.common.sql.Row;
import java.text.ParseException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class SigningKeyRepository {
    private static final String INSERT = """
            INSERT INTO signing_keys (kid, jwk, created_at, activates_at) VALUES (:kid, :jwk::jsonb, :created, :activates)
            """;

    private final JdbcClient jdbc;

    SigningKeyRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Serialises the first start and the rotations of several nodes; held to the end of the transaction.
    void lock() {
        Effect.of(jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('signing_keys'))"));
    }

    List<SigningKey> all() {
        return jdbc.sql("SELECT jwk, created_at, activates_at FROM signing_keys")
                .query(Row.as(row ->
                        new SigningKey(parse(row.text("jwk")), row.instant("created_at"), row.instant("activates_at"))))
                .list();
    }

    void insert(SigningKey key) {
        jdbc.sql(INSERT)
                .param("kid", key.jwk().getKeyID())
                .param("jwk", key.jwk().toJSONString())
                .param("created", Row.at(key.createdAt()))
                .param("activates", Row.at(key.activatesAt()))
                .update();
    }

    void delete(SigningKey key) {
        jdbc.sql("DELETE FROM signing_keys WHERE kid = :kid")
                .param("kid", key.jwk().getKeyID())
                .update();
    }

    /// Keeps the public half alone: nobody can sign with it any more.
    void disarm(SigningKey key) {
        jdbc.sql("UPDATE signing_keys SET jwk = :jwk::jsonb WHERE kid = :kid")
                .param("kid", key.jwk().getKeyID())
                .param("jwk", key.jwk().toPublicJWK().toJSONString())
                .update();
    }

    private static JWK parse(String jwk) {
        try {
            return JWK.parse(jwk);
        } catch (ParseException failure) {
            throw new IllegalStateException("a stored signing key does not parse", failure);
        }
    }
}
