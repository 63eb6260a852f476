package io.deskwire.tickets.ticket;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.sql.Row;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class TicketRepository {
    private static final String STORED = TicketColumns.ALL
            + ", (SELECT r.revision FROM sla_revisions r WHERE r.tenant_id = tickets.tenant_id) AS sla_revision";

    /// No row where the external id is taken; then a number is skipped.
    private static final String INSERT =
            """
            INSERT INTO tickets (number, %s)
            VALUES (app.next_ticket_number(:tenant_id), %s)
            ON CONFLICT (tenant_id, source, external_id) DO NOTHING
            RETURNING %s
            """.formatted(TicketColumns.WRITTEN.list(), TicketColumns.WRITTEN.values(), STORED);
    private static final String UPDATE = """
            UPDATE tickets SET %s
             WHERE tenant_id = :tenant_id AND id = :id AND version = :version - 1
            RETURNING %s
            """.formatted(TicketColumns.CHANGED.assignments(), STORED);
    private static final String CORRECT = """
            UPDATE tickets SET %s
             WHERE tenant_id = :tenant_id AND id = :id AND version = :version
            RETURNING %s
            """.formatted(TicketColumns.CHANGED.assignments(), STORED);
    private static final String ONE =
            "SELECT %s FROM tickets WHERE tenant_id = :tenant AND id = :id".formatted(TicketColumns.ALL);
    private static final String BY_EXTERNAL_ID =
            "SELECT id FROM tickets WHERE tenant_id = :tenant AND source = :source AND external_id = :external_id";

    private final JdbcClient jdbc;
    private final TicketColumns columns;

    TicketRepository(JdbcClient jdbc, TicketColumns columns) {
        this.jdbc = jdbc;
        this.columns = columns;
    }

    /// A ticket as it lies in its row.
    ///
    /// @param slaRevision of the tenant's SLA policies, read in the statement that wrote it; 0 where it never had one
    record Stored(Ticket ticket, long slaRevision) {}

    /// The ticket as stored, with its number; empty where its external id is taken.
    Optional<Stored> insert(Ticket ticket) {
        return write(INSERT, ticket);
    }

    /// The ticket as stored; empty where somebody else was faster.
    Optional<Stored> update(Ticket ticket) {
        return write(UPDATE, ticket);
    }

    /// In the version that it has, of a ticket that is held.
    Optional<Stored> correct(Ticket ticket) {
        return write(CORRECT, ticket);
    }

    private Optional<Stored> write(String sql, Ticket ticket) {
        return jdbc.sql(sql)
                .params(columns.parameters(ticket))
                .query(Row.as(row -> new Stored(columns.ticket(row), row.number("sla_revision"))))
                .optional();
    }

    boolean delete(Ticket ticket) {
        return jdbc.sql("DELETE FROM tickets WHERE tenant_id = :tenant AND id = :id AND version = :version")
                        .param("tenant", ticket.tenantId().value())
                        .param("id", ticket.id().value())
                        .param("version", ticket.version())
                        .update()
                == 1;
    }

    Optional<Ticket> find(TenantId tenant, TicketId id) {
        return one(ONE, tenant, id);
    }

    /// Nobody else changes it until the transaction ends; comments may still be added.
    Optional<Ticket> findToChange(TenantId tenant, TicketId id) {
        return one(ONE + " FOR NO KEY UPDATE", tenant, id);
    }

    /// As [#findToChange]; empty where somebody else is changing it.
    Optional<Ticket> findFreeToChange(TenantId tenant, TicketId id) {
        return one(ONE + " FOR NO KEY UPDATE SKIP LOCKED", tenant, id);
    }

    /// Nobody changes it or adds to it until the transaction ends.
    Optional<Ticket> findToRemove(TenantId tenant, TicketId id) {
        return one(ONE + " FOR UPDATE", tenant, id);
    }

    /// Nobody deletes it until the transaction ends.
    Optional<Ticket> findToKeep(TenantId tenant, TicketId id) {
        return one(ONE + " FOR KEY SHARE", tenant, id);
    }

    private Optional<Ticket> one(String sql, TenantId tenant, TicketId id) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(columns::ticket))
                .optional();
    }

    Optional<TicketId> findId(TenantId tenant, String source, String externalId) {
        return jdbc.sql(BY_EXTERNAL_ID)
                .param("tenant", tenant.value())
                .param("source", source)
                .param("external_id", externalId)
                .query(Row.as(row -> row.id("id", TicketId::new)))
                .optional();
    }
}
