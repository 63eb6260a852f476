package io.deskwire.tickets.trash;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketColumns;
import io.deskwire.tickets.ticket.TicketColumns.Fielded;
import io.deskwire.tickets.ticket.TicketId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class TrashRepository {
    private static final String ONE =
            "SELECT %s FROM tickets WHERE tenant_id = :tenant AND id = :id AND deleted_at IS NOT NULL";
    private static final String PAGE = """
            SELECT %s FROM tickets
             WHERE tenant_id = :tenant AND deleted_at IS NOT NULL
               AND (:after_id::uuid IS NULL OR (deleted_at, id) < (:after_at, :after_id))
             ORDER BY deleted_at DESC, id DESC LIMIT :limit
            """.formatted(TicketColumns.ALL);
    private static final String DUE = """
            SELECT tenant_id, id, deleted_at FROM tickets
             WHERE deleted_at <= :until AND (deleted_at, id) > (:after_at, :after_id)
             ORDER BY deleted_at, id LIMIT 1
            """;

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final TicketColumns columns;

    /// A ticket that is due, among all of them the longest there first.
    record Due(TenantId tenant, TicketId id, Instant deletedAt) {}

    TrashRepository(JdbcClient jdbc, TicketColumns columns) {
        this.jdbc = jdbc;
        this.columns = columns;
    }

    Optional<Ticket> find(TenantId tenant, TicketId id) {
        return one(ONE.formatted(TicketColumns.ALL), tenant, id, columns::ticket);
    }

    /// Nobody else changes it until the transaction ends.
    Optional<Fielded> findToChange(TenantId tenant, TicketId id) {
        return one(ONE.formatted(TicketColumns.WITH_FIELDS) + " FOR UPDATE", tenant, id, columns::fielded);
    }

    private <T> Optional<T> one(String sql, TenantId tenant, TicketId id, Row.Reader<T> reader) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(reader))
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

    /// Of all tenants, behind the system door.
    ///
    /// @param after the one before it; null for the first
    Optional<Due> due(Instant until, @Nullable Due after) {
        return jdbc.sql(DUE)
                .param("until", Row.at(until))
                .param("after_at", Row.at(after == null ? Instant.EPOCH : after.deletedAt()))
                .param("after_id", after == null ? BEFORE_ALL : after.id().value())
                .query(Row.as(row -> new Due(
                        row.id("tenant_id", TenantId::new), row.id("id", TicketId::new), row.instant("deleted_at"))))
                .optional();
    }
}
