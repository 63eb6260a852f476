package io.deskwire.tickets.ticket;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.contact.ContactId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class TicketRepository {
    /// No row where the external id is taken; then a number is left out.
    private static final String INSERT = """
            INSERT INTO tickets (tenant_id, id, number, subject, description, status, priority, type, tags, custom_fields,
                                 requester_id, requester_user_id, assignee_id, team_id, source, external_id,
                                 first_response_due_at, resolution_due_at, sla_breached, version,
                                 created_by, updated_by, created_at, updated_at, solved_at, closed_at)
            VALUES (:tenant, :id, app.next_ticket_number(:tenant), :subject, :description, :status, :priority, :type,
                    :tags, :customFields::jsonb, :requester, :requesterUser, :assignee, :team, :source, :externalId,
                    :firstResponseDue, :resolutionDue, :breached, :version,
                    :createdBy, :updatedBy, :created, :updated, :solved, :closed)
            ON CONFLICT (tenant_id, source, external_id) DO NOTHING
            RETURNING number, custom_fields
            """;
    private static final String UPDATE = """
            UPDATE tickets
               SET subject = :subject, description = :description, status = :status, priority = :priority, type = :type,
                   tags = :tags, custom_fields = :customFields::jsonb, requester_id = :requester, assignee_id = :assignee,
                   team_id = :team, version = :version, updated_by = :updatedBy, updated_at = :updated,
                   solved_at = :solved, closed_at = :closed
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1
            RETURNING number, custom_fields
            """;
    private static final String COLUMNS = """
            SELECT tenant_id, id, number, subject, description, status, priority, type, tags, custom_fields,
                   requester_id, requester_user_id, assignee_id, team_id, source, external_id,
                   first_response_due_at, resolution_due_at, sla_breached, version,
                   created_by, updated_by, created_at, updated_at, solved_at, closed_at
              FROM tickets
            """;
    private static final String ONE = COLUMNS + " WHERE tenant_id = :tenant AND id = :id";
    private static final String BY_EXTERNAL_ID =
            COLUMNS + " WHERE tenant_id = :tenant AND source = :source AND external_id = :externalId";
    private static final String FILTERED = COLUMNS + """
             WHERE tenant_id = :tenant
               AND (:statuses::text[] IS NULL OR status = ANY (:statuses))
               AND (:priorities::text[] IS NULL OR priority = ANY (:priorities))
               AND (:assignee::uuid IS NULL OR assignee_id = :assignee)
               AND (:requester::uuid IS NULL OR requester_id = :requester)
               AND (:tag::text IS NULL OR EXISTS (SELECT FROM unnest(tags) AS tag WHERE lower(tag) = lower(:tag)))
               AND (:since::timestamptz IS NULL OR changed_at >= :since)
            """;
    private static final String FOUND = " AND id = ANY (ARRAY(SELECT app.tickets_found(:search::jsonb)))";
    private static final String NEWEST = """
             AND (:afterId::uuid IS NULL OR id < :afterId) ORDER BY id DESC LIMIT :limit
            """;
    private static final String OLDEST = """
             AND (:afterId::uuid IS NULL OR id > :afterId) ORDER BY id LIMIT :limit
            """;
    private static final String LATEST_UPDATE = """
             AND (:afterId::uuid IS NULL OR (updated_at, id) < (:afterAt, :afterId))
            ORDER BY updated_at DESC, id DESC LIMIT :limit
            """;
    private static final String EARLIEST_UPDATE = """
             AND (:afterId::uuid IS NULL OR (updated_at, id) > (:afterAt, :afterId))
            ORDER BY updated_at, id LIMIT :limit
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TicketRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// The ticket as stored, with its number; empty where its external id is taken.
    Optional<Ticket> insert(Ticket ticket) {
        return bind(INSERT, ticket)
                .param("requesterUser", id(ticket.requesterUser()))
                .param("source", ticket.source())
                .param("externalId", ticket.externalId())
                .param("firstResponseDue", Row.at(ticket.firstResponseDueAt()))
                .param("resolutionDue", Row.at(ticket.resolutionDueAt()))
                .param("breached", ticket.slaBreached())
                .param("createdBy", ticket.createdBy().value())
                .param("created", Row.at(ticket.createdAt()))
                .query(Row.as(row -> stored(ticket, row)))
                .optional();
    }

    /// The ticket as stored; empty where somebody else was faster.
    Optional<Ticket> update(Ticket ticket) {
        return bind(UPDATE, ticket).query(Row.as(row -> stored(ticket, row))).optional();
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

    /// Nobody deletes it until the transaction ends.
    Optional<Ticket> findToKeep(TenantId tenant, TicketId id) {
        return one(ONE + " FOR KEY SHARE", tenant, id);
    }

    private Optional<Ticket> one(String sql, TenantId tenant, TicketId id) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(this::ticket))
                .optional();
    }

    Optional<TicketId> findId(TenantId tenant, String source, String externalId) {
        return jdbc.sql(BY_EXTERNAL_ID)
                .param("tenant", tenant.value())
                .param("source", source)
                .param("externalId", externalId)
                .query(Row.as(row -> row.id("id", TicketId::new)))
                .optional();
    }

    List<Ticket> page(TenantId tenant, TicketQuery query, PageRequest page) {
        var sort = query.sort();
        var after = page.after(parts(sort));
        var search = query.search();
        var ordered = switch (sort) {
            case NEWEST -> NEWEST;
            case OLDEST -> OLDEST;
            case LATEST_UPDATE -> LATEST_UPDATE;
            case EARLIEST_UPDATE -> EARLIEST_UPDATE;
        };
        return jdbc.sql(FILTERED + (search == null ? "" : FOUND) + ordered)
                .param("tenant", tenant.value())
                .param("statuses", wire(query.statuses()))
                .param("priorities", wire(query.priorities()))
                .param("assignee", query.assignee())
                .param("requester", query.requester())
                .param("tag", query.tag())
                .param("search", search == null ? null : json.writeValueAsString(search.alternatives()))
                .param("since", Row.at(query.updatedSince()))
                .param("afterAt", after == null || !sort.byUpdate() ? null : Row.at(after.instant(1)))
                .param("afterId", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(this::ticket))
                .list();
    }

    /// Whatever a later statement of this transaction does not see and becomes visible after it counts as changed at
    /// this time or later. In milliseconds, rounded down.
    Instant completeUntil() {
        return jdbc.sql("SELECT app.complete_until() AS at")
                .query(Row.as(row -> row.instant("at")))
                .single();
    }

    /// @param completeUntil of the first page, which all pages of one reading keep
    static Cursor cursor(Ticket ticket, TicketQuery.Sort sort, Instant completeUntil) {
        return sort.byUpdate()
                ? Cursor.of(ticket.id(), ticket.updatedAt(), completeUntil)
                : Cursor.of(ticket.id(), completeUntil);
    }

    /// Null for the first page.
    static @Nullable Instant completeUntil(PageRequest page, TicketQuery.Sort sort) {
        var after = page.after(parts(sort));
        return after == null ? null : after.instant(parts(sort) - 1);
    }

    private static int parts(TicketQuery.Sort sort) {
        return sort.byUpdate() ? 3 : 2;
    }

    private StatementSpec bind(String sql, Ticket ticket) {
        return jdbc.sql(sql)
                .param("tenant", ticket.tenantId().value())
                .param("id", ticket.id().value())
                .param("subject", ticket.subject())
                .param("description", ticket.description())
                .param("status", Row.wire(ticket.status()))
                .param("priority", Row.wire(ticket.priority()))
                .param("type", ticket.type())
                .param("tags", Row.array(ticket.tags()))
                .param("customFields", ticket.customFields().toString())
                .param(
                        "requester",
                        ticket.requesterId() == null
                                ? null
                                : ticket.requesterId().value())
                .param("assignee", id(ticket.assigneeId()))
                .param("team", ticket.teamId())
                .param("version", ticket.version())
                .param("updatedBy", ticket.updatedBy().value())
                .param("updated", Row.at(ticket.updatedAt()))
                .param("solved", Row.at(ticket.solvedAt()))
                .param("closed", Row.at(ticket.closedAt()));
    }

    private static @Nullable UUID id(@Nullable UserId user) {
        return user == null ? null : user.value();
    }

    private static String @Nullable [] wire(List<? extends Enum<?>> constants) {
        return constants.isEmpty() ? null : constants.stream().map(Row::wire).toArray(String[]::new);
    }

    private Ticket stored(Ticket ticket, Row row) throws SQLException {
        return ticket.stored(row.number("number"), fields(row));
    }

    private ObjectNode fields(Row row) throws SQLException {
        return json.readValue(row.text("custom_fields"), ObjectNode.class);
    }

    private Ticket ticket(Row row) throws SQLException {
        return new Ticket(
                row.id("id", TicketId::new),
                row.number("number"),
                row.id("tenant_id", TenantId::new),
                row.text("subject"),
                row.textOrNull("description"),
                row.constant("status", TicketStatus.class),
                row.constant("priority", Priority.class),
                row.textOrNull("type"),
                row.texts("tags"),
                fields(row),
                row.idOrNull("requester_id", ContactId::new),
                row.idOrNull("assignee_id", UserId::new),
                row.uuidOrNull("team_id"),
                row.textOrNull("source"),
                row.textOrNull("external_id"),
                row.instantOrNull("first_response_due_at"),
                row.instantOrNull("resolution_due_at"),
                row.flag("sla_breached"),
                row.number("version"),
                row.id("created_by", UserId::new),
                row.id("updated_by", UserId::new),
                row.instant("created_at"),
                row.instant("updated_at"),
                row.instantOrNull("solved_at"),
                row.instantOrNull("closed_at"),
                row.idOrNull("requester_user_id", UserId::new));
    }
}
