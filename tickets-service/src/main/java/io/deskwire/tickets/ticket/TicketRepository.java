package io.deskwire.tickets.ticket;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.ticket.TicketColumns.Fielded;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class TicketRepository {
    private static final String SLA_REVISION =
            "(SELECT r.revision FROM sla_revisions r WHERE r.tenant_id = tickets.tenant_id) AS sla_revision";

    /// No row where the external id is taken by a ticket that is not in the trash; then a number is skipped.
    private static final String INSERT = """
            INSERT INTO tickets (number, %s)
            VALUES (app.next_ticket_number(:tenant_id), %s)
            ON CONFLICT (tenant_id, source, external_id) WHERE external_id IS NOT NULL AND deleted_at IS NULL DO NOTHING
            RETURNING %s, %s
            """.formatted(
            TicketColumns.WRITTEN.list(), TicketColumns.WRITTEN.values(), TicketColumns.WITH_FIELDS, SLA_REVISION);
    private static final String UPDATE =
            """
            UPDATE tickets SET %s
             WHERE tenant_id = :tenant_id AND id = :id AND version = :version - 1
            RETURNING %s, %s
            """.formatted(TicketColumns.CHANGED.assignments(), TicketColumns.ALL, SLA_REVISION);
    private static final String CORRECT = """
            UPDATE tickets SET %s
             WHERE tenant_id = :tenant_id AND id = :id AND version = :version
            RETURNING %s
            """.formatted(TicketColumns.CHANGED.assignments(), TicketColumns.ALL);
    private static final String ONE =
            "SELECT %s FROM tickets WHERE tenant_id = :tenant AND id = :id AND deleted_at IS NULL"
                    .formatted(TicketColumns.ALL);
    private static final String ONE_WITH_FIELDS =
            "SELECT %s FROM tickets WHERE tenant_id = :tenant AND id = :id AND deleted_at IS NULL"
                    .formatted(TicketColumns.WITH_FIELDS);
    /// The last of those into which it was merged one after another, those in the trash aside.
    private static final String LAST_OF_MERGED = """
            WITH RECURSIVE way AS (
                SELECT id, merged_into FROM tickets WHERE tenant_id = :tenant AND id = :id AND deleted_at IS NULL
                 UNION
                SELECT t.id, t.merged_into FROM tickets t JOIN way ON t.id = way.merged_into
                 WHERE t.tenant_id = :tenant AND t.deleted_at IS NULL
            )
            SELECT %s FROM tickets
             WHERE tenant_id = :tenant
               AND id = (SELECT id FROM way WHERE merged_into IS NULL OR merged_into NOT IN (SELECT id FROM way))
            """.formatted(TicketColumns.ALL);
    private static final String BY_EXTERNAL_ID = """
            SELECT id FROM tickets
             WHERE tenant_id = :tenant AND source = :source AND external_id = :external_id AND deleted_at IS NULL
            """;
    private static final String DELETE = """
            DELETE FROM tickets
             WHERE tenant_id = :tenant AND id = :id AND version = :version AND deleted_at IS NOT NULL
            """;

    private final JdbcClient jdbc;
    private final TicketColumns columns;

    TicketRepository(JdbcClient jdbc, TicketColumns columns) {
        this.jdbc = jdbc;
        this.columns = columns;
    }

    /// As it was written, with the revision of the tenant's SLA policies of the same moment; 0 where it never had one.
    record Stored<T>(T row, long slaRevision) {}

    /// With its number; empty where its external id is taken.
    Optional<Stored<Fielded>> insert(Ticket ticket) {
        return write(INSERT, ticket, row -> stored(columns.fielded(row), row));
    }

    /// Empty where somebody else was faster.
    Optional<Stored<Ticket>> update(Ticket ticket) {
        return write(UPDATE, ticket, row -> stored(columns.ticket(row), row));
    }

    /// In the version that it has, of a ticket that is held.
    Optional<Ticket> correct(Ticket ticket) {
        return write(CORRECT, ticket, columns::ticket);
    }

    private <T> Optional<T> write(String sql, Ticket ticket, Row.Reader<T> reader) {
        return jdbc.sql(sql)
                .params(columns.parameters(ticket))
                .query(Row.as(reader))
                .optional();
    }

    private static <T> Stored<T> stored(T read, Row row) throws SQLException {
        return new Stored<>(read, row.number("sla_revision"));
    }

    /// From the trash, for good.
    boolean delete(Ticket ticket) {
        return jdbc.sql(DELETE)
                        .param("tenant", ticket.tenantId().value())
                        .param("id", ticket.id().value())
                        .param("version", ticket.version())
                        .update()
                == 1;
    }

    Optional<Ticket> find(TenantId tenant, TicketId id) {
        return one(ONE, tenant, id, columns::ticket);
    }

    /// Where its conversation goes on: itself where it was not merged.
    Optional<Ticket> findLastOfMerged(TenantId tenant, TicketId id) {
        return one(LAST_OF_MERGED, tenant, id, columns::ticket);
    }

    Optional<Fielded> findWithFields(TenantId tenant, TicketId id) {
        return one(ONE_WITH_FIELDS, tenant, id, columns::fielded);
    }

    /// Nobody else changes it until the transaction ends; comments may still be added.
    Optional<Fielded> findToChange(TenantId tenant, TicketId id) {
        return one(ONE_WITH_FIELDS + " FOR NO KEY UPDATE", tenant, id, columns::fielded);
    }

    /// As [#findToChange]; empty where somebody else is changing it.
    Optional<Fielded> findFreeToChange(TenantId tenant, TicketId id) {
        return one(ONE_WITH_FIELDS + " FOR NO KEY UPDATE SKIP LOCKED", tenant, id, columns::fielded);
    }

    /// Nobody changes it or adds to it until the transaction ends.
    Optional<Fielded> findToRemove(TenantId tenant, TicketId id) {
        return one(ONE_WITH_FIELDS + " FOR UPDATE", tenant, id, columns::fielded);
    }

    /// Nobody deletes it until the transaction ends.
    Optional<Ticket> findToKeep(TenantId tenant, TicketId id) {
        return one(ONE + " FOR KEY SHARE", tenant, id, columns::ticket);
    }

    private <T> Optional<T> one(String sql, TenantId tenant, TicketId id, Row.Reader<T> reader) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(reader))
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
