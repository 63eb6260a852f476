package io.deskwire.notification.seenticket;

import io.deskwire.common.event.Audience;
import io.deskwire.common.sql.Row;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Behind the system door only.
@Repository
class SeenTicketRepository {
    private static final String SAVE = """
            INSERT INTO tickets_seen AS t (tenant_id, ticket_id, subject, assignee_id, created_by, followers,
                                           audience_permission, audience_users, audience_teams, version)
            SELECT n.tenant_id, n.ticket_id, n.subject, n.assignee_id, n.created_by,
                   string_to_array(n.followers, ' ')::uuid[], n.permission, string_to_array(n.users, ' ')::uuid[],
                   string_to_array(n.teams, ' ')::uuid[], n.version
              FROM unnest(:tenants::uuid[], :ids::uuid[], :subjects::text[], :assignees::uuid[], :creators::uuid[],
                          :followers::text[], :permissions::text[], :users::text[], :teams::text[],
                          :versions::bigint[])
                   AS n (tenant_id, ticket_id, subject, assignee_id, created_by, followers, permission, users, teams,
                         version)
             ORDER BY n.tenant_id, n.ticket_id
            ON CONFLICT (tenant_id, ticket_id) DO UPDATE
               SET subject = excluded.subject, assignee_id = excluded.assignee_id, created_by = excluded.created_by,
                   followers = excluded.followers, audience_permission = excluded.audience_permission, audience_users = excluded.audience_users,
                   audience_teams = excluded.audience_teams, version = excluded.version
             WHERE excluded.version > t.version
            """;
    private static final String DELETE = """
            DELETE FROM tickets_seen t USING unnest(:tenants::uuid[], :ids::uuid[]) AS gone (tenant_id, ticket_id)
             WHERE t.tenant_id = gone.tenant_id AND t.ticket_id = gone.ticket_id
            """;
    private static final String FIND = """
            SELECT * FROM tickets_seen WHERE tenant_id = :tenant AND ticket_id = :id
            """;

    private final JdbcClient jdbc;

    SeenTicketRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Key(UUID tenant, UUID id) {}

    /// Each ticket once. Changes nothing where a later event came first.
    void save(List<SeenTicket> tickets) {
        if (tickets.isEmpty()) {
            return;
        }
        jdbc.sql(SAVE)
                .param("tenants", Row.column(tickets, SeenTicket::tenant))
                .param("ids", Row.column(tickets, SeenTicket::id))
                .param("subjects", Row.column(tickets, SeenTicket::subject))
                .param("assignees", Row.column(tickets, SeenTicket::assignee))
                .param("creators", Row.column(tickets, SeenTicket::createdBy))
                .param("followers", Row.column(tickets, ticket -> Row.words(ticket.followers())))
                .param(
                        "permissions",
                        Row.column(tickets, ticket -> ticket.audience().permission()))
                .param(
                        "users",
                        Row.column(
                                tickets, ticket -> Row.words(ticket.audience().users())))
                .param(
                        "teams",
                        Row.column(
                                tickets, ticket -> Row.words(ticket.audience().teams())))
                .param("versions", Row.column(tickets, SeenTicket::version))
                .update();
    }

    void delete(List<Key> tickets) {
        if (tickets.isEmpty()) {
            return;
        }
        jdbc.sql(DELETE)
                .param("tenants", Row.column(tickets, Key::tenant))
                .param("ids", Row.column(tickets, Key::id))
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
                        Set.copyOf(row.uuids("followers")),
                        new Audience(
                                row.textOrNull("audience_permission"),
                                row.uuids("audience_users"),
                                List.of(),
                                row.uuids("audience_teams")),
                        row.number("version"))))
                .optional();
    }
}
