package io.deskwire.tickets.view;

import static java.util.stream.Collectors.joining;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.sql.Row;
import io.deskwire.condition.SqlPredicate;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketColumns;
import io.deskwire.tickets.view.CountedView.Count;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The tickets of views. Policies show of them what they show of any list.
@Repository
class ViewTicketRepository {
    private static final String MATCHING =
            "SELECT %s FROM tickets WHERE tenant_id = :tenant AND deleted_at IS NULL AND (%s)";

    /// Stops at the first that is too many.
    private static final String COUNT = """
            SELECT '%s'::uuid AS id, count(*) AS tickets
              FROM (SELECT 1 FROM tickets
                     WHERE tenant_id = :tenant AND deleted_at IS NULL AND (%s) LIMIT :enough) AS found
            """;

    /// A statement has at most 65,535, and a condition may use one twice.
    private static final int MOST_PARAMETERS = 20_000;

    private final JdbcClient jdbc;
    private final TicketColumns columns;

    ViewTicketRepository(JdbcClient jdbc, TicketColumns columns) {
        this.jdbc = jdbc;
        this.columns = columns;
    }

    /// In the view's order.
    List<Ticket> page(View view, SqlPredicate condition, PageRequest page) {
        var sort = view.details().sort();
        var after = after(view, page);
        return jdbc.sql(MATCHING.formatted(TicketColumns.ALL, condition.text())
                        + (after == null ? "" : behind(sort))
                        + ordered(sort))
                .params(condition.parameters())
                .param("tenant", view.tenantId().value())
                .param("afterAt", after == null || !sort.byUpdate() ? null : Row.at(after.instant(4)))
                .param("afterId", after == null ? null : after.uuid(3))
                .param("limit", page.fetch())
                .query(Row.as(columns::ticket))
                .list();
    }

    private static String behind(ViewSort sort) {
        return switch (sort) {
            case NEWEST -> " AND id < :afterId";
            case OLDEST -> " AND id > :afterId";
            case LATEST_UPDATE -> " AND (updated_at, id) < (:afterAt, :afterId)";
            case EARLIEST_UPDATE -> " AND (updated_at, id) > (:afterAt, :afterId)";
        };
    }

    private static String ordered(ViewSort sort) {
        return switch (sort) {
            case NEWEST -> " ORDER BY id DESC LIMIT :limit";
            case OLDEST -> " ORDER BY id LIMIT :limit";
            case LATEST_UPDATE -> " ORDER BY updated_at DESC, id DESC LIMIT :limit";
            case EARLIEST_UPDATE -> " ORDER BY updated_at, id LIMIT :limit";
        };
    }

    /// Good for this view in this order alone.
    static Cursor cursor(View view, Ticket ticket) {
        var sort = view.details().sort();
        return sort.byUpdate()
                ? Cursor.of(
                        view.tenantId(),
                        view.id(),
                        sort.wire(),
                        ticket.id(),
                        ticket.stamp().updatedAt())
                : Cursor.of(view.tenantId(), view.id(), sort.wire(), ticket.id());
    }

    private static @Nullable Cursor after(View view, PageRequest page) {
        var sort = view.details().sort();
        var after = page.after(sort.byUpdate() ? 5 : 4);
        var expected = List.of(view.tenantId().toString(), view.id().toString(), sort.wire());
        if (after != null && !after.key().subList(0, expected.size()).equals(expected)) {
            throw Malformed.field(
                    "cursor",
                    "is not a cursor of this view in its present order (expected: the next_cursor of its last page);"
                            + " omit it to start from the first page");
        }
        return after;
    }

    /// How many tickets there are for each, in as few statements as parameters allow.
    ///
    /// @param conditions each with a prefix of its own
    Map<ViewId, Count> counts(TenantId tenant, Map<ViewId, SqlPredicate> conditions) {
        var counts = new HashMap<ViewId, Count>();
        var together = new LinkedHashMap<ViewId, SqlPredicate>();
        int parameters = 0;
        for (var condition : conditions.entrySet()) {
            parameters += condition.getValue().parameters().size();
            if (parameters > MOST_PARAMETERS) {
                counts.putAll(counted(tenant, together));
                together.clear();
                parameters = condition.getValue().parameters().size();
            }
            together.put(condition.getKey(), condition.getValue());
        }
        counts.putAll(counted(tenant, together));
        return counts;
    }

    private Map<ViewId, Count> counted(TenantId tenant, Map<ViewId, SqlPredicate> conditions) {
        if (conditions.isEmpty()) {
            return Map.of();
        }
        var sql = conditions.entrySet().stream()
                .map(each -> COUNT.formatted(each.getKey(), each.getValue().text()))
                .collect(joining(" UNION ALL "));
        var parameters = new HashMap<String, Object>();
        conditions.values().forEach(condition -> parameters.putAll(condition.parameters()));
        var counts = new HashMap<ViewId, Count>();
        jdbc.sql(sql)
                .params(parameters)
                .param("tenant", tenant.value())
                .param("enough", Count.MOST + 1)
                .query(Row.as(row -> counts.put(row.id("id", ViewId::new), Count.of(row.number("tickets")))))
                .list();
        return counts;
    }
}
