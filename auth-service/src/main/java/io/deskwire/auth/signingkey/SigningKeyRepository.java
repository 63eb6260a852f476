package io.deskwire.auth.signingkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWK;
import io.deskwire.auth.seal.Seals;
import io.deskwire.auth.seal.Seals.Kind;
import io.deskwire.common.sql.Row;
import io.deskwire.common.sql.VoidSelect;
import java.sql.SQLException;
import java.text.ParseException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Private halves lie sealed where there is a seal; those of before the seal lie open until they are rotated out.
@Repository
class SigningKeyRepository {
    private static final Logger log = LoggerFactory.getLogger(SigningKeyRepository.class);
    private static final String INSERT = """
            INSERT INTO signing_keys (kid, jwk, sealed, created_at, activates_at)
            VALUES (:kid, :jwk::jsonb, :sealed, :created, :activates)
            """;

    private final JdbcClient jdbc;
    private final Seals seals;

    SigningKeyRepository(JdbcClient jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
    }

    /// Serialises the first start and the rotations of several nodes; held to the end of the transaction.
    void lock() {
        VoidSelect.run(jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('signing_keys'))"));
    }

    List<SigningKey> all() {
        return jdbc.sql("SELECT kid, jwk, sealed, created_at, activates_at FROM signing_keys")
                .query(Row.as(row -> new SigningKey(jwk(row), row.instant("created_at"), row.instant("activates_at"))))
                .list();
    }

    private JWK jwk(Row row) throws SQLException {
        var sealed = row.bytesOrNull("sealed");
        return parse(
                sealed == null
                        ? row.text("jwk")
                        : new String(seals.open(Kind.SIGNING_KEY, row.text("kid"), sealed), UTF_8));
    }

    void insert(SigningKey key) {
        var kid = key.jwk().getKeyID();
        var whole = key.jwk().toJSONString();
        var sealed = seals.available() ? seals.seal(Kind.SIGNING_KEY, kid, whole.getBytes(UTF_8)) : null;
        if (sealed == null) {
            log.warn("Signing key {} lies unsealed in the database: DESKWIRE_ENCRYPTION_KEY is not set", kid);
        }
        jdbc.sql(INSERT)
                .param("kid", kid)
                .param("jwk", sealed == null ? whole : key.jwk().toPublicJWK().toJSONString())
                .param("sealed", sealed)
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
        jdbc.sql("UPDATE signing_keys SET jwk = :jwk::jsonb, sealed = NULL WHERE kid = :kid")
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
