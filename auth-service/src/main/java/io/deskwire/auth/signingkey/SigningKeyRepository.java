package io.deskwire.auth.signingkey;

import com.nimbusds.jose.jwk.JWK;
import io.deskwire.common.sql.Row;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class SigningKeyRepository {
    private final JdbcClient jdbc;

    SigningKeyRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record StoredKey(JWK jwk, boolean active) {}

    /// Serialises the first start of several nodes; held to the end of the transaction.
    void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('signing_keys'))")
                .query((row, _) -> row.wasNull())
                .list();
    }

    List<StoredKey> all() {
        return jdbc.sql("SELECT jwk, active FROM signing_keys ORDER BY created_at DESC")
                .query(Row.as(row -> new StoredKey(parse(row.text("jwk")), row.flag("active"))))
                .list();
    }

    void insert(JWK key, boolean active, Instant now) {
        jdbc.sql("INSERT INTO signing_keys (kid, jwk, active, created_at) VALUES (:kid, :jwk::jsonb, :active, :at)")
                .param("kid", key.getKeyID())
                .param("jwk", key.toJSONString())
                .param("active", active)
                .param("at", Row.at(now))
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
