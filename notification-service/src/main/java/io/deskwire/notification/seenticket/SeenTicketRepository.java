package io.deskwire.notification.seenticket;

import io.deskwire.common.event.Audience;
import io.deskwire.common.sql.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Behind the system door only.
@Repository
class SeenTicketRepository {
    private static final String SAVE = """
            INSERT INTO tickets_seen AS t (tenant_id, ticket_id, subject, assignee_id, created_by, audience_permission,
                                           audience_users, audience_teams, version)
            VALUES (:tenant, :id, :subject, :assignee, :createdBy, :permission, :users, :teams, :version)
            ON CONFLICT (tenant_id, ticket_id) DO UPDATE
               SET subject = excluded.subject, assignee_id = excluded.assignee_id, created_by = excluded.created_by,
                   audience_permission = excluded.audience_permission, audience_users = excluded.audience_users,
                   audience_teams = excluded.audience_teams, version = excluded.version
             WHERE excluded.version > t.version
            """;
    private static final String FIND = """
            SELECT * FROM tickets_seen WHERE tenant_id = :tenant AND ticket_id = :id
            """;

    private final JdbcClient jdbc;

    SeenTicketRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Changes nothing where a later event came first.
    void save(SeenTicket ticket) {
        jdbc.sql(SAVE)
                .param("tenant", ticket.tenant())
                .param("id", ticket.id())
                .param("subject", ticket.subject())
                .param("assignee", ticket.assignee())
                .param("createdBy", ticket.createdBy())
                .param("permission", ticket.audience().permission())
                .param("users", ticket.audience().users().toArray(UUID[]::new))
                .param("teams", ticket.audience().teams().toArray(UUID[]::new))
                .param("version", ticket.version())
                .update();
    }

    void delete(UUID tenant, UUID id) {
        jdbc.sql("DELETE FROM tickets_seen WHERE tenant_id = :tenant AND ticket_id = :id")
                .param("tenant", tenant)
                .param("id", id)
                .update();
    }

    Optional<SeenTicket> find(UUID tenant, UUID id) {
        return jdbc.sql(FIND)
                .param("tenant", tenant)
                .param("id", id)
                .query(Row.as(row -> new SeenTicket(
                        row.uuid("tenant_id"),
                        row.uuid("ticket_id"),
                        row.text("subject"),
                        row.uuidOrNull("assignee_id"),
                        row.uuidOrNull("created_by"),
                        new Audience(
                                row.textOrNull("audience_permission"),
                                row.uuids("audience_users"),
                                List.of(),
                                row.uuids("audience_teams")),
                        row.number("version"))))
                .optional();
    }
}
