package io.deskwire.tickets.history;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.CommitWrites;
import io.deskwire.tickets.history.HistoryEntry.FieldChange;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketEvent;
import io.deskwire.tickets.ticket.TicketId;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Who changed what when; hears of each change and appends it in the same transaction.
@Repository
@Order(2)
class HistoryRepository implements TicketEvent.Listener {
    private static final String APPEND = """
            INSERT INTO ticket_history (tenant_id, ticket_id, version, actor, changes, at)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::jsonb[], ?::timestamptz[])
            """;
    private static final String PAGE = """
            SELECT version, actor, changes, at FROM ticket_history
             WHERE tenant_id = :tenant AND ticket_id = :ticket AND version > :after
             ORDER BY version LIMIT :limit
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    HistoryRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public void on(TicketEvent event) {
        HistoryEntry.of(event).ifPresent(entry -> append(event.ticket(), entry));
    }

    /// With the commit.
    private void append(Ticket ticket, HistoryEntry entry) {
        CommitWrites.add(
                APPEND,
                ticket.tenantId(),
                ticket.id(),
                entry.version(),
                entry.actor(),
                json.writeValueAsString(entry.changes()),
                entry.at());
    }

    /// Oldest first.
    List<HistoryEntry> page(TenantId tenant, TicketId ticket, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("ticket", ticket.value())
                .param("after", after == null ? 0 : after.number(0))
                .param("limit", page.fetch())
                .query(Row.as(row -> new HistoryEntry(
                        row.number("version"),
                        row.text("actor"),
                        json.readValue(row.text("changes"), new TypeReference<List<FieldChange>>() {}),
                        row.instant("at"))))
                .list();
    }
}
