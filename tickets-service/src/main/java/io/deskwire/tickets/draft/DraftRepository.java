package io.deskwire.tickets.draft;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.draft.Draft.Text;
import io.deskwire.tickets.ticket.TicketId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class DraftRepository {
    private static final String INSERT = """
            INSERT INTO ticket_drafts (tenant_id, ticket_id, user_id, id, body, visibility, version, updated_at)
            VALUES (:tenant, :ticket, :user, :id, :body, :visibility, :version, :updated_at)
            ON CONFLICT (tenant_id, ticket_id, user_id) DO NOTHING
            """;
    private static final String UPDATE = """
            UPDATE ticket_drafts SET body = :body, visibility = :visibility, version = :version, updated_at = :updated_at
             WHERE tenant_id = :tenant AND ticket_id = :ticket AND user_id = :user AND id = :id AND version = :version - 1
            """;
    private static final String ONE =
            "SELECT * FROM ticket_drafts WHERE tenant_id = :tenant AND ticket_id = :ticket AND user_id = :user";
    private static final String DELETE = """
            DELETE FROM ticket_drafts
             WHERE tenant_id = :tenant AND ticket_id = :ticket AND user_id = :user AND version = :version
            """;
    private static final String DELETE_OF_USER =
            "DELETE FROM ticket_drafts WHERE tenant_id = :tenant AND user_id = :user RETURNING *";
    private static final String DELETE_OF_TICKET = "SELECT * FROM app.remove_drafts(:tenant, :ticket)";

    private final JdbcClient jdbc;

    DraftRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// False where there is one already.
    boolean insert(Draft draft) {
        return write(INSERT, draft);
    }

    /// False where somebody else was faster.
    boolean update(Draft draft) {
        return write(UPDATE, draft);
    }

    private boolean write(String sql, Draft draft) {
        return jdbc.sql(sql)
                        .param("tenant", draft.tenantId().value())
                        .param("ticket", draft.ticketId().value())
                        .param("user", draft.userId().value())
                        .param("id", draft.id().value())
                        .param("body", draft.text().body())
                        .param("visibility", Row.wire(draft.text().visibility()))
                        .param("version", draft.version())
                        .param("updated_at", Row.at(draft.updatedAt()))
                        .update()
                == 1;
    }

    Optional<Draft> find(TenantId tenant, TicketId ticket, UserId user) {
        return one(ONE, tenant, ticket, user);
    }

    /// Nobody else changes it until the transaction ends.
    Optional<Draft> findToChange(TenantId tenant, TicketId ticket, UserId user) {
        return one(ONE + " FOR UPDATE", tenant, ticket, user);
    }

    private Optional<Draft> one(String sql, TenantId tenant, TicketId ticket, UserId user) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("ticket", ticket.value())
                .param("user", user.value())
                .query(Row.as(DraftRepository::draft))
                .optional();
    }

    /// False where somebody else was faster.
    boolean delete(Draft draft) {
        return jdbc.sql(DELETE)
                        .param("tenant", draft.tenantId().value())
                        .param("ticket", draft.ticketId().value())
                        .param("user", draft.userId().value())
                        .param("version", draft.version())
                        .update()
                == 1;
    }

    /// All of somebody's; what was deleted.
    List<Draft> deleteAll(TenantId tenant, UserId user) {
        return jdbc.sql(DELETE_OF_USER)
                .param("tenant", tenant.value())
                .param("user", user.value())
                .query(Row.as(DraftRepository::draft))
                .list();
    }

    /// Everybody's on a ticket; what was deleted.
    List<Draft> deleteAll(TenantId tenant, TicketId ticket) {
        return jdbc.sql(DELETE_OF_TICKET)
                .param("tenant", tenant.value())
                .param("ticket", ticket.value())
                .query(Row.as(DraftRepository::draft))
                .list();
    }

    private static Draft draft(Row row) throws SQLException {
        return new Draft(
                row.id("id", DraftId::new),
                row.id("tenant_id", TenantId::new),
                row.id("ticket_id", TicketId::new),
                row.id("user_id", UserId::new),
                new Text(row.text("body"), row.constant("visibility", Visibility.class)),
                row.number("version"),
                row.instant("updated_at"));
    }
}
