package io.deskwire.tickets.merge;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.link.LinkId;
import io.deskwire.tickets.ticket.Ticket.Ends;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketStatus;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class MergeRepository {
    private static final String INSERT = """
            INSERT INTO ticket_merges (tenant_id, ticket_id, target_id, status, solved_at, closed_at, merged_at, link_id)
            VALUES (:tenant, :source, :target, :status, :solved_at::timestamptz, :closed_at::timestamptz, :merged_at,
                    :link::uuid)
            """;

    private final JdbcClient jdbc;

    MergeRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Of a ticket that is held and not merged.
    void insert(Merge merge) {
        jdbc.sql(INSERT)
                .param("tenant", merge.tenantId().value())
                .param("source", merge.source().value())
                .param("target", merge.target().value())
                .param("status", Row.wire(merge.status()))
                .param("solved_at", Row.at(merge.ends().solvedAt()))
                .param("closed_at", Row.at(merge.ends().closedAt()))
                .param("merged_at", Row.at(merge.mergedAt()))
                .param("link", merge.link() == null ? null : merge.link().value())
                .update();
    }

    Optional<Merge> find(TenantId tenant, TicketId source) {
        return jdbc.sql("SELECT * FROM ticket_merges WHERE tenant_id = :tenant AND ticket_id = :source")
                .param("tenant", tenant.value())
                .param("source", source.value())
                .query(Row.as(MergeRepository::merge))
                .optional();
    }

    void delete(Merge merge) {
        jdbc.sql("DELETE FROM ticket_merges WHERE tenant_id = :tenant AND ticket_id = :source")
                .param("tenant", merge.tenantId().value())
                .param("source", merge.source().value())
                .update();
    }

    private static Merge merge(Row row) throws SQLException {
        return new Merge(
                row.id("tenant_id", TenantId::new),
                row.id("ticket_id", TicketId::new),
                row.instant("merged_at"),
                row.id("target_id", TicketId::new),
                row.constant("status", TicketStatus.class),
                new Ends(row.instantOrNull("solved_at"), row.instantOrNull("closed_at"), null, null),
                row.idOrNull("link_id", LinkId::new));
    }
}
