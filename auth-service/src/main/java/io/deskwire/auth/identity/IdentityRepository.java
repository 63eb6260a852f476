package io.deskwire.auth.identity;

import io.deskwire.auth.provider.ExternalIdentity;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import io.deskwire.common.sql.VoidSelect;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// Runs behind the system door.
@Repository
class IdentityRepository {
    private static final String LOCK = """
            SELECT pg_advisory_xact_lock(hashtextextended('identity ' || :key, 0))
            """;
    private static final String OWNER = """
            SELECT user_id FROM identities WHERE provider = :provider AND provider_id = :providerId
            """;
    private static final String SIGNED_IN = """
            UPDATE identities SET identity_data = :data::jsonb, last_sign_in_at = :at, updated_at = :at
             WHERE provider = :provider AND provider_id = :providerId
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    IdentityRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// Held to the end of the transaction.
    void lock(String key) {
        VoidSelect.run(jdbc.sql(LOCK).param("key", key));
    }

    Optional<UserId> owner(ExternalIdentity who) {
        return jdbc.sql(OWNER)
                .param("provider", who.provider())
                .param("providerId", who.subject())
                .query(UUID.class)
                .optional()
                .map(UserId::new);
    }

    void signedIn(ExternalIdentity who, Instant now) {
        jdbc.sql(SIGNED_IN)
                .param("provider", who.provider())
                .param("providerId", who.subject())
                .param("data", json.writeValueAsString(who.data()))
                .param("at", Row.at(now))
                .update();
    }

    void delete(UserId user, UUID identity) {
        jdbc.sql("DELETE FROM identities WHERE id = :id AND user_id = :user")
                .param("id", identity)
                .param("user", user.value())
                .update();
    }
}
