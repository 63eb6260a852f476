package io.deskwire.auth.user;

import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads and removes accounts of everybody. Through the system door only.
@Repository
class UserDirectoryRepository {
    private static final String MATCHES = """
            (u.email LIKE :part OR u.user_metadata ->> 'full_name' ILIKE :part)
            """;
    private static final String PAGE = """
            SELECT u.id FROM users u WHERE %1$s ORDER BY u.created_at %2$s, u.id %2$s LIMIT :limit OFFSET :offset
            """;
    private static final String OBSCURE_IDENTITIES = """
            UPDATE identities
               SET provider_id = encode(sha256(convert_to(user_id::text || provider_id, 'UTF8')), 'hex'),
                   identity_data = '{}', updated_at = :at
             WHERE user_id = :user
            """;

    private final JdbcClient jdbc;

    UserDirectoryRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The page is cut before anything is joined, so that its limit counts accounts.
    List<UserId> page(UserQuery query) {
        var sql = PAGE.formatted(query.filter().isEmpty() ? "true" : MATCHES, query.oldestFirst() ? "ASC" : "DESC");
        return jdbc.sql(sql)
                .param("part", Row.containing(query.filter()))
                .param("limit", query.limit())
                .param("offset", query.offset())
                .query(Row.as(row -> row.id("id", UserId::new)))
                .list();
    }

    long count(String filter) {
        var sql = "SELECT count(*) FROM users u" + (filter.isEmpty() ? "" : " WHERE " + MATCHES);
        return jdbc.sql(sql)
                .param("part", Row.containing(filter))
                .query(Long.class)
                .single();
    }

    void obscureIdentities(UserId user, Instant now) {
        jdbc.sql(OBSCURE_IDENTITIES)
                .param("user", user.value())
                .param("at", Row.at(now))
                .update();
    }

    boolean ownsTenants(UserId user) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM tenants WHERE owner_id = :user)")
                .param("user", user.value())
                .query(Boolean.class)
                .single();
    }

    boolean employed(UserId serviceUser) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM service_users WHERE id = :serviceUser AND deleted_at IS NULL)")
                .param("serviceUser", serviceUser.value())
                .query(Boolean.class)
                .single();
    }

    void delete(UserId user) {
        jdbc.sql("DELETE FROM api_keys WHERE service_user_id = :user")
                .param("user", user.value())
                .update();
        jdbc.sql("DELETE FROM users WHERE id = :user")
                .param("user", user.value())
                .update();
    }
}
