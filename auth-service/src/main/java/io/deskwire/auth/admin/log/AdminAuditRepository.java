package io.deskwire.auth.admin.log;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.deskwire.auth.admin.Paging;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads the audit of everybody, in GoTrue's shape. Through the system door only.
@Repository
class AdminAuditRepository {
    private static final String LOG_TYPE = """
            CASE WHEN position('.' IN l.action) > 0 THEN split_part(l.action, '.', 1)
                 WHEN l.action IN ('login', 'logout', 'invite_accepted') THEN 'account'
                 WHEN l.action IN ('user_signedup', 'user_invited', 'user_deleted') THEN 'team'
                 WHEN l.action LIKE 'token%' THEN 'token'
                 WHEN l.action LIKE '%factor%' OR l.action LIKE '%challenge%' OR l.action LIKE '%verification%' THEN 'factor'
                 ELSE 'user' END
            """;
    private static final String FROM = " FROM audit_log l LEFT JOIN users u ON u.id = l.actor_id WHERE %s";
    private static final String PAGE = """
            SELECT l.*, u.email AS actor_email, %s AS log_type %s
             ORDER BY l.occurred_at DESC, l.id DESC LIMIT :limit OFFSET :offset
            """;

    private final JdbcClient jdbc;

    AdminAuditRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    enum Field {
        AUTHOR("(u.email ILIKE :part OR l.actor ILIKE :part)"),
        ACTION("l.action ILIKE :part"),
        TYPE("(" + LOG_TYPE + ") ILIKE :part");

        private final String matches;

        Field(String matches) {
            this.matches = matches;
        }
    }

    record Scope(Field field, String part) {}

    record Payload(
            @Nullable UUID actorId,
            String actorUsername,
            boolean actorViaSso,
            String action,
            String logType,

            @JsonRawValue String traits) {}

    record Entry(UUID id, Payload payload, Instant createdAt, String ipAddress) {}

    record Found(List<Entry> entries, long total) {}

    Found page(@Nullable Scope scope, Paging paging) {
        var from = FROM.formatted(scope == null ? "true" : scope.field().matches);
        var part = scope == null ? "" : Row.containing(scope.part());
        var total = jdbc.sql("SELECT count(*)" + from)
                .param("part", part)
                .query(Long.class)
                .single();
        var entries = jdbc.sql(PAGE.formatted(LOG_TYPE, from))
                .param("part", part)
                .param("limit", paging.perPage())
                .param("offset", paging.offset())
                .query(Row.as(AdminAuditRepository::entry))
                .list();
        return new Found(entries, total);
    }

    private static Entry entry(Row row) throws SQLException {
        var email = row.textOrNull("actor_email");
        var address = row.textOrNull("address");
        return new Entry(
                row.uuid("id"),
                new Payload(
                        row.uuidOrNull("actor_id"),
                        email == null ? row.text("actor") : email,
                        false,
                        row.text("action"),
                        row.text("log_type"),
                        row.text("details")),
                row.instant("occurred_at"),
                address == null ? "" : address);
    }
}
