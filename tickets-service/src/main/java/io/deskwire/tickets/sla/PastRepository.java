package io.deskwire.tickets.sla;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.tickets.deadline.Progress;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketStatus;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What happened to a ticket before a policy held for it, from its history and its comments. Past row-level security:
/// by it go the tickets of those, too, who see neither.
@Repository
class PastRepository {
    private static final String STATUSES = """
            SELECT h.at, c.change ->> 'to' AS status
              FROM ticket_history h CROSS JOIN jsonb_array_elements(h.changes) AS c (change)
             WHERE h.tenant_id = :tenant AND h.ticket_id = :ticket AND c.change ->> 'field' = 'status'
             ORDER BY h.version
            """;

    /// Comments of the team that nobody signed are those of triggers and the system; they answer nobody.
    private static final String REPLIES = """
            WITH said AS (
                SELECT created_at AS at, from_customer AS by_customer FROM ticket_comments
                 WHERE tenant_id = :tenant AND ticket_id = :ticket AND visibility = 'public'
                   AND (from_customer OR author_id IS NOT NULL)
            ), answers AS (
                SELECT min(at) AS first_at, max(at) AS last_at FROM said WHERE NOT by_customer
            )
            SELECT a.first_at, (SELECT min(s.at) FROM said s WHERE s.by_customer AND s.at > a.last_at) AS asked_at
              FROM answers a
            """;

    private final JdbcClient jdbc;
    private final SystemAccess system;

    PastRepository(JdbcClient jdbc, SystemAccess system) {
        this.jdbc = jdbc;
        this.system = system;
    }

    private record Status(Instant at, TicketStatus status) {}

    private record Replies(
            @Nullable Instant firstAt, @Nullable Instant askedAt) {}

    /// As committed: what the present transaction does comes on top.
    Progress of(TenantId tenant, TicketId ticket) {
        var replies = system.query(
                "sla-past",
                () -> jdbc.sql(REPLIES)
                        .param("tenant", tenant.value())
                        .param("ticket", ticket.value())
                        .query(Row.as(row -> new Replies(row.instantOrNull("first_at"), row.instantOrNull("asked_at"))))
                        .single());
        var statuses = system.query(
                "sla-past",
                () -> jdbc.sql(STATUSES)
                        .param("tenant", tenant.value())
                        .param("ticket", ticket.value())
                        .query(Row.as(row -> new Status(
                                row.instant("at"),
                                TicketStatus.valueOf(row.text("status").toUpperCase(Locale.ROOT)))))
                        .list());
        var progress = Progress.begun().replied(replies.firstAt(), replies.askedAt());
        for (var change : statuses) {
            progress = progress.counting(change.status() == TicketStatus.OPEN, change.at());
        }
        return progress;
    }
}
