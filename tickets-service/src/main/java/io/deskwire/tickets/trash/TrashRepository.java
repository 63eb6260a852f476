package io.deskwire.tickets.trash;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketColumns;
import io.deskwire.tickets.ticket.TicketId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class TrashRepository {
    private static final String ONE =
            "SELECT %s FROM tickets WHERE tenant_id = :tenant AND id = :id AND deleted_at IS NOT NULL"
                    .formatted(TicketColumns.ALL);
    private static final String PAGE = """
            SELECT %s FROM tickets
             WHERE tenant_id = :tenant AND deleted_at IS NOT NULL
               AND (:after_id::uuid IS NULL OR (deleted_at, id) < (:after_at, :after_id))
             ORDER BY deleted_at DESC, id DESC LIMIT :limit
            """.formatted(TicketColumns.ALL);
    private static final String DUE = """
            SELECT %s FROM tickets WHERE deleted_at <= :until ORDER BY deleted_at LIMIT :limit FOR UPDATE SKIP LOCKED
            """.formatted(TicketColumns.ALL);

    private final JdbcClient jdbc;
    private final TicketColumns columns;

    TrashRepository(JdbcClient jdbc, TicketColumns columns) {
        this.jdbc = jdbc;
        this.columns = columns;
    }

    Optional<Ticket> find(TenantId tenant, TicketId id) {
        return one(ONE, tenant, id);
    }

    /// Nobody else changes it until the transaction ends.
    Optional<Ticket> findToChange(TenantId tenant, TicketId id) {
        return one(ONE + " FOR UPDATE", tenant, id);
    }

    private Optional<Ticket> one(String sql, TenantId tenant, TicketId id) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(columns::ticket))
                .optional();
    }

    /// The latest first.
    List<Ticket> page(TenantId tenant, PageRequest page) {
        var after = page.after(3);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("after_at", after == null ? null : Row.at(after.instant(1)))
                .param("after_id", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(columns::ticket))
                .list();
    }

    /// Of all tenants, behind the system door: those that nobody else works on, held until the transaction ends.
    List<Ticket> due(Instant until, int limit) {
        return jdbc.sql(DUE)
                .param("until", Row.at(until))
                .param("limit", limit)
                .query(Row.as(columns::ticket))
                .list();
    }
}
