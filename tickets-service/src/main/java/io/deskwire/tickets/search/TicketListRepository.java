package io.deskwire.tickets.search;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketColumns;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

@Repository
class TicketListRepository {
    private static final String FILTERED = """
            SELECT %s FROM tickets
             WHERE tenant_id = :tenant AND deleted_at IS NULL
               AND (:statuses::text[] IS NULL OR status = ANY (:statuses))
               AND (:priorities::text[] IS NULL OR priority = ANY (:priorities))
               AND (:channels::text[] IS NULL OR channel = ANY (:channels))
               AND (:assignee::uuid IS NULL OR assignee_id = :assignee)
               AND (:requester::uuid IS NULL OR requester_id = :requester)
               AND (:tag::text IS NULL OR EXISTS (SELECT FROM unnest(tags) AS tag WHERE lower(tag) = lower(:tag)))
               AND (:since::timestamptz IS NULL OR changed_at >= :since)
            """.formatted(TicketColumns.ALL);
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
    private final TicketColumns columns;

    TicketListRepository(JdbcClient jdbc, JsonMapper json, TicketColumns columns) {
        this.jdbc = jdbc;
        this.json = json;
        this.columns = columns;
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
                .param("channels", wire(query.channels()))
                .param("assignee", query.assignee())
                .param("requester", query.requester())
                .param("tag", query.tag())
                .param("search", search == null ? null : json.writeValueAsString(search.alternatives()))
                .param("since", Row.at(query.updatedSince()))
                .param("afterAt", after == null || !sort.byUpdate() ? null : Row.at(after.instant(1)))
                .param("afterId", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(columns::ticket))
                .list();
    }

    /// @param completeUntil of the first page, which all pages of one reading keep
    static Cursor cursor(Ticket ticket, TicketQuery.Sort sort, Instant completeUntil) {
        return sort.byUpdate()
                ? Cursor.of(ticket.id(), ticket.stamp().updatedAt(), completeUntil)
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

    private static String @Nullable [] wire(List<? extends Enum<?>> constants) {
        return constants.isEmpty() ? null : constants.stream().map(Row::wire).toArray(String[]::new);
    }
}
