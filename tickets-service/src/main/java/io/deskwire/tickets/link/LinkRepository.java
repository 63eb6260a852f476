package io.deskwire.tickets.link;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.link.Link.Kind;
import io.deskwire.tickets.ticket.TicketId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class LinkRepository {
    private static final String INSERT = """
            INSERT INTO ticket_links (tenant_id, id, from_ticket_id, kind, ticket_id, version, created_by, created_at)
            VALUES (:tenant, :id, :from, :kind, :to, :version, :created_by::uuid, :created_at)
            """;
    private static final String BETWEEN = """
            SELECT * FROM ticket_links
             WHERE tenant_id = :tenant AND from_ticket_id = :from AND ticket_id = :to AND kind = ANY (:kinds) AND NOT trashed
            """;
    private static final String ONE = """
            SELECT * FROM ticket_links WHERE tenant_id = :tenant AND from_ticket_id = :from AND id = :id AND NOT trashed
            """;
    private static final String PAGE = """
            SELECT * FROM ticket_links
             WHERE tenant_id = :tenant AND from_ticket_id = :from AND NOT trashed AND (:after::uuid IS NULL OR id > :after)
             ORDER BY id LIMIT :limit
            """;
    private static final String DELETE = """
            DELETE FROM ticket_links
             WHERE tenant_id = :tenant AND NOT trashed
               AND (from_ticket_id = :from AND kind = :kind AND ticket_id = :to
                    OR from_ticket_id = :to AND kind = :inverse AND ticket_id = :from)
            RETURNING *
            """;
    private static final String REMOVE =
            "SELECT * FROM app.remove_link(:tenant, :from, :id) WHERE NOT trashed ORDER BY id";
    private static final String HOLD = """
            SELECT id FROM ticket_links WHERE tenant_id = :tenant AND (from_ticket_id = :ticket OR ticket_id = :ticket)
             ORDER BY id FOR NO KEY UPDATE
            """;
    private static final String INTO_TRASH = """
            UPDATE ticket_links SET trashed = true, version = version + 1
             WHERE tenant_id = :tenant AND (from_ticket_id = :ticket OR ticket_id = :ticket) AND NOT trashed
            RETURNING *
            """;
    private static final String OUT_OF_TRASH = """
            UPDATE ticket_links l SET trashed = false, version = version + 1
             WHERE tenant_id = :tenant AND (from_ticket_id = :ticket OR ticket_id = :ticket) AND trashed
               AND NOT EXISTS (SELECT FROM tickets t
                                WHERE t.tenant_id = l.tenant_id AND t.id IN (l.from_ticket_id, l.ticket_id)
                                  AND t.deleted_at IS NOT NULL)
            RETURNING *
            """;

    private final JdbcClient jdbc;

    LinkRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Of two tickets that are held.
    void insert(Link link) {
        jdbc.sql(INSERT)
                .param("tenant", link.tenantId().value())
                .param("id", link.id().value())
                .param("from", link.fromTicketId().value())
                .param("kind", Row.wire(link.kind()))
                .param("to", link.ticketId().value())
                .param("version", link.version())
                .param(
                        "created_by",
                        link.createdBy() == null ? null : link.createdBy().value())
                .param("created_at", Row.at(link.createdAt()))
                .update();
    }

    /// The link of this kind, or of its inverse.
    Optional<Link> between(TenantId tenant, TicketId from, Kind kind, TicketId to) {
        return jdbc.sql(BETWEEN)
                .param("tenant", tenant.value())
                .param("from", from.value())
                .param("to", to.value())
                .param("kinds", new String[] {Row.wire(kind), Row.wire(kind.inverse())})
                .query(Row.as(LinkRepository::link))
                .optional();
    }

    Optional<Link> find(TenantId tenant, TicketId from, LinkId id) {
        return jdbc.sql(ONE)
                .param("tenant", tenant.value())
                .param("from", from.value())
                .param("id", id.value())
                .query(Row.as(LinkRepository::link))
                .optional();
    }

    /// Oldest first.
    List<Link> page(TenantId tenant, TicketId from, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("from", from.value())
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(LinkRepository::link))
                .list();
    }

    /// With its inverse; what was deleted.
    List<Link> delete(TenantId tenant, TicketId from, Kind kind, TicketId to) {
        return jdbc.sql(DELETE)
                .param("tenant", tenant.value())
                .param("from", from.value())
                .param("kind", Row.wire(kind))
                .param("inverse", Row.wire(kind.inverse()))
                .param("to", to.value())
                .query(Row.as(LinkRepository::link))
                .list();
    }

    /// With its inverse, whoever may see it; what was deleted of those that were not in the trash.
    List<Link> remove(TenantId tenant, TicketId from, LinkId id) {
        return jdbc.sql(REMOVE)
                .param("tenant", tenant.value())
                .param("from", from.value())
                .param("id", id.value())
                .query(Row.as(LinkRepository::link))
                .list();
    }

    /// All from and to a ticket; as they are then, one version on. One whose other ticket is in the trash stays there.
    ///
    /// Those who move the same links wait for one another first, and see then where the other ticket is.
    List<Link> move(TenantId tenant, TicketId ticket, boolean intoTrash) {
        jdbc.sql(HOLD)
                .param("tenant", tenant.value())
                .param("ticket", ticket.value())
                .query()
                .listOfRows();
        return jdbc.sql(intoTrash ? INTO_TRASH : OUT_OF_TRASH)
                .param("tenant", tenant.value())
                .param("ticket", ticket.value())
                .query(Row.as(LinkRepository::link))
                .list();
    }

    private static Link link(Row row) throws SQLException {
        return new Link(
                row.id("id", LinkId::new),
                row.id("tenant_id", TenantId::new),
                row.id("from_ticket_id", TicketId::new),
                row.constant("kind", Kind.class),
                row.id("ticket_id", TicketId::new),
                row.number("version"),
                row.idOrNull("created_by", UserId::new),
                row.instant("created_at"));
    }
}
