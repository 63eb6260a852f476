package io.deskwire.tickets.comment;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.CommitWrites;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.ticket.TicketId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class CommentRepository {
    private static final String INSERT = """
            INSERT INTO ticket_comments (tenant_id, id, ticket_id, author_id, visibility, body, requester_user_id, version,
                                         created_at)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::bigint[],
                                 ?::timestamptz[])
            """;
    private static final String PAGE = """
            SELECT * FROM ticket_comments
             WHERE tenant_id = :tenant AND ticket_id = :ticket AND (:after::uuid IS NULL OR id > :after)
             ORDER BY id LIMIT :limit
            """;

    /// Where no claims are set the function finds nothing, and the system sees all by itself.
    private static final String TO_REMOVE = """
            SELECT * FROM app.comments_to_remove(:ticket)
            UNION SELECT * FROM ticket_comments WHERE tenant_id = :tenant AND ticket_id = :ticket
            ORDER BY id
            """;

    private final JdbcClient jdbc;

    CommentRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Of a ticket that is kept. With the commit.
    void insert(Comment comment) {
        CommitWrites.add(
                INSERT,
                comment.tenantId(),
                comment.id(),
                comment.ticketId(),
                comment.authorId(),
                Row.wire(comment.visibility()),
                comment.body(),
                comment.requesterUser(),
                comment.version(),
                comment.createdAt());
    }

    Optional<Comment> find(TenantId tenant, TicketId ticket, CommentId id) {
        return jdbc.sql("SELECT * FROM ticket_comments WHERE tenant_id = :tenant AND ticket_id = :ticket AND id = :id")
                .param("tenant", tenant.value())
                .param("ticket", ticket.value())
                .param("id", id.value())
                .query(Row.as(CommentRepository::comment))
                .optional();
    }

    /// Those the caller sees, oldest first.
    List<Comment> page(TenantId tenant, TicketId ticket, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("ticket", ticket.value())
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(CommentRepository::comment))
                .list();
    }

    /// All of a ticket that is about to be deleted, also those the caller does not see.
    List<Comment> toRemove(TenantId tenant, TicketId ticket) {
        return jdbc.sql(TO_REMOVE)
                .param("tenant", tenant.value())
                .param("ticket", ticket.value())
                .query(Row.as(CommentRepository::comment))
                .list();
    }

    private static Comment comment(Row row) throws SQLException {
        return new Comment(
                row.id("id", CommentId::new),
                row.id("tenant_id", TenantId::new),
                row.id("ticket_id", TicketId::new),
                row.idOrNull("author_id", UserId::new),
                row.constant("visibility", Visibility.class),
                row.text("body"),
                row.number("version"),
                row.instant("created_at"),
                row.idOrNull("requester_user_id", UserId::new));
    }
}
