package io.deskwire.tickets.comment;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.CommitWrites;
import io.deskwire.tickets.comment.Comment.Edition;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.comment.Comment.Words;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class CommentRepository {
    private static final String INSERT = """
            INSERT INTO ticket_comments (tenant_id, id, ticket_id, author_id, from_customer, visibility, body, mentions,
                                         requester_user_id, version, created_at)
            SELECT tenant_id, id, ticket_id, author_id, from_customer, visibility, body, mentions::uuid[],
                   requester_user_id, version, created_at
              FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::boolean[], ?::text[], ?::text[], ?::text[],
                          ?::uuid[], ?::bigint[], ?::timestamptz[])
                   AS c (tenant_id, id, ticket_id, author_id, from_customer, visibility, body, mentions,
                         requester_user_id, version, created_at)
            """;
    private static final String ONE =
            "SELECT * FROM ticket_comments WHERE tenant_id = :tenant AND ticket_id = :ticket AND id = :id";
    /// The tickets of one conversation: with those that were merged into a ticket, and into these.
    private static final String TALK = """
            WITH RECURSIVE talk AS (
                SELECT :ticket::uuid AS id
                 UNION
                SELECT t.id FROM tickets t JOIN talk ON t.merged_into = talk.id
                 WHERE t.tenant_id = :tenant AND t.deleted_at IS NULL
            )
            """;
    private static final String PAGE = TALK + """
            SELECT c.* FROM ticket_comments c
             WHERE c.tenant_id = :tenant AND c.ticket_id IN (SELECT id FROM talk)
               AND (:after::uuid IS NULL OR c.id > :after)
             ORDER BY c.id LIMIT :limit
            """;
    private static final String ALL = """
            SELECT * FROM ticket_comments WHERE tenant_id = :tenant AND ticket_id = :ticket AND id = ANY (:ids::uuid[])
            """;
    private static final String SPLIT = """
            SELECT * FROM app.split_comments(:tenant, :ticket, :target, :ids::uuid[]) ORDER BY id
            """;
    private static final String NEWEST_OF_CUSTOMER = TALK + """
            SELECT id FROM ticket_comments
             WHERE tenant_id = :tenant AND ticket_id IN (SELECT id FROM talk) AND from_customer AND visibility = 'public'
               AND (:after::uuid IS NULL OR id > :after)
             ORDER BY id DESC LIMIT 1
            """;
    private static final String UPDATE = """
            UPDATE ticket_comments
               SET body = :body, mentions = :mentions::uuid[], version = :version, edited_at = :edited_at
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1
            """;
    private static final String KEEP = """
            INSERT INTO ticket_comment_edits (tenant_id, comment_id, version, body, at)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::timestamptz[])
            """;
    private static final String EDITS = """
            SELECT version, body, at FROM ticket_comment_edits
             WHERE tenant_id = :tenant AND comment_id = :comment AND version > :after
             ORDER BY version LIMIT :limit
            """;

    private static final String MOVE = "SELECT * FROM app.move_comments(:tenant, :ticket, :into_trash) ORDER BY id";

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
                comment.fromCustomer(),
                Row.wire(comment.words().visibility()),
                comment.words().body(),
                ids(comment.words().mentions()),
                comment.requesterUser(),
                comment.version(),
                comment.edition().createdAt());
    }

    Optional<Comment> find(TenantId tenant, TicketId ticket, CommentId id) {
        return one(ONE, tenant, ticket, id);
    }

    /// Nobody else changes it until the transaction ends. Empty for everybody but its author.
    Optional<Comment> findToEdit(TenantId tenant, TicketId ticket, CommentId id) {
        return one(ONE + " FOR NO KEY UPDATE", tenant, ticket, id);
    }

    private Optional<Comment> one(String sql, TenantId tenant, TicketId ticket, CommentId id) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("ticket", ticket.value())
                .param("id", id.value())
                .query(Row.as(CommentRepository::comment))
                .optional();
    }

    /// Of these those that the caller sees.
    List<Comment> findAll(TenantId tenant, TicketId ticket, List<CommentId> ids) {
        return jdbc.sql(ALL)
                .param("tenant", tenant.value())
                .param("ticket", ticket.value())
                .param("ids", Row.column(ids, CommentId::value))
                .query(Row.as(CommentRepository::comment))
                .list();
    }

    /// Moves those that the caller sees to another ticket; as they are then, one version on.
    List<Comment> split(Ticket from, TicketId target, List<CommentId> ids) {
        return jdbc.sql(SPLIT)
                .param("tenant", from.tenantId().value())
                .param("ticket", from.id().value())
                .param("target", target.value())
                .param("ids", Row.column(ids, CommentId::value))
                .query(Row.as(CommentRepository::comment))
                .list();
    }

    /// Those the caller sees, of the whole conversation, oldest first.
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

    /// The newest public one of a customer, of the whole conversation, that comes after this one in the list; of all
    /// where it is null.
    Optional<CommentId> newestOfCustomer(TenantId tenant, TicketId ticket, @Nullable CommentId after) {
        return jdbc.sql(NEWEST_OF_CUSTOMER)
                .param("tenant", tenant.value())
                .param("ticket", ticket.value())
                .param("after", after == null ? null : after.value())
                .query(Row.as(row -> row.id("id", CommentId::new)))
                .optional();
    }

    /// False where somebody else was faster.
    boolean update(Comment comment) {
        return jdbc.sql(UPDATE)
                        .param("body", comment.words().body())
                        .param("mentions", ids(comment.words().mentions()))
                        .param("version", comment.version())
                        .param("edited_at", Row.at(comment.edition().editedAt()))
                        .param("tenant", comment.tenantId().value())
                        .param("id", comment.id().value())
                        .update()
                == 1;
    }

    /// What it says, before it says something else. With the commit.
    void keep(Comment former) {
        var edit = CommentEdit.of(former);
        CommitWrites.add(KEEP, former.tenantId(), former.id(), edit.version(), edit.body(), edit.at());
    }

    /// What it said before, oldest first.
    List<CommentEdit> edits(Comment comment, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(EDITS)
                .param("tenant", comment.tenantId().value())
                .param("comment", comment.id().value())
                .param("after", after == null ? 0 : after.number(0))
                .param("limit", page.fetch())
                .query(Row.as(row -> new CommentEdit(row.number("version"), row.text("body"), row.instant("at"))))
                .list();
    }

    /// False where somebody else was faster.
    boolean delete(Comment comment) {
        return jdbc.sql("DELETE FROM ticket_comments WHERE tenant_id = :tenant AND id = :id AND version = :version")
                        .param("tenant", comment.tenantId().value())
                        .param("id", comment.id().value())
                        .param("version", comment.version())
                        .update()
                == 1;
    }

    /// All of a ticket into the trash or out of it, also those the caller does not see; as they are then, a version on.
    List<Comment> move(TenantId tenant, TicketId ticket, boolean intoTrash) {
        return jdbc.sql(MOVE)
                .param("tenant", tenant.value())
                .param("ticket", ticket.value())
                .param("into_trash", intoTrash)
                .query(Row.as(CommentRepository::comment))
                .list();
    }

    /// As the text that PostgreSQL reads a `uuid[]` from.
    private static String ids(List<UserId> users) {
        return users.stream().map(UserId::toString).collect(Collectors.joining(",", "{", "}"));
    }

    private static Comment comment(Row row) throws SQLException {
        return new Comment(
                row.id("id", CommentId::new),
                row.id("tenant_id", TenantId::new),
                row.id("ticket_id", TicketId::new),
                row.idOrNull("author_id", UserId::new),
                row.flag("from_customer"),
                new Words(
                        row.constant("visibility", Visibility.class),
                        row.text("body"),
                        row.uuids("mentions").stream().map(UserId::new).toList()),
                new Edition(row.number("version"), row.instant("created_at"), row.instantOrNull("edited_at")),
                row.idOrNull("requester_user_id", UserId::new));
    }
}
