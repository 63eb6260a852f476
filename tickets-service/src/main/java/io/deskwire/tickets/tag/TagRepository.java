package io.deskwire.tickets.tag;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.ticket.TicketId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class TagRepository {
    /// What is counted already comes first and says how the tag is spelled.
    private static final String COUNTED = """
            SELECT (array_agg(name ORDER BY id NULLS FIRST))[1] AS name, sum(tickets)::bigint AS tickets
              FROM (SELECT NULL::uuid AS id, key, name, tickets FROM tags WHERE tenant_id = :tenant
                     UNION ALL
                    SELECT id, key, name, delta FROM tag_changes WHERE tenant_id = :tenant) AS counted
             WHERE :name::text IS NULL OR key = lower(:name)
             GROUP BY key HAVING sum(tickets) > 0
             ORDER BY sum(tickets) DESC, key LIMIT :limit
            """;
    /// Locks the tickets, so that none of them gets into the trash meanwhile.
    private static final String TAGGED = """
            SELECT k.id FROM ticket_tags t JOIN tickets k ON k.tenant_id = t.tenant_id AND k.id = t.ticket_id
             WHERE t.tenant_id = :tenant AND t.key = lower(:name) AND (:after::uuid IS NULL OR t.ticket_id > :after)
               AND k.deleted_at IS NULL
             ORDER BY t.ticket_id LIMIT :limit FOR NO KEY UPDATE OF k
            """;
    private static final String SPELL = """
            INSERT INTO tags (tenant_id, key, name, tickets) VALUES (:tenant, lower(:name), :name, 0)
            ON CONFLICT (tenant_id, key) DO UPDATE SET name = excluded.name
            """;
    /// Several at once take different changes, and wait for each other's tags in one order.
    private static final String SETTLE = """
            WITH gone AS (
                DELETE FROM tag_changes c
                 USING (SELECT tenant_id, id FROM tag_changes ORDER BY tenant_id, id LIMIT :limit FOR UPDATE SKIP LOCKED) AS taken
                 WHERE c.tenant_id = taken.tenant_id AND c.id = taken.id
                RETURNING c.tenant_id, c.id, c.key, c.name, c.delta
            )
            INSERT INTO tags AS t (tenant_id, key, name, tickets)
            SELECT tenant_id, key, (array_agg(name ORDER BY id))[1], sum(delta) FROM gone
             GROUP BY tenant_id, key ORDER BY tenant_id, key
            ON CONFLICT (tenant_id, key) DO UPDATE SET tickets = t.tickets + excluded.tickets
            """;

    private final JdbcClient jdbc;

    TagRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Those of most tickets first.
    List<Tag> most(TenantId tenant, int limit) {
        return counted(tenant, null, limit);
    }

    /// Empty where no ticket has it.
    Optional<Tag> find(TenantId tenant, String name) {
        return counted(tenant, name, 1).stream().findFirst();
    }

    private List<Tag> counted(TenantId tenant, @Nullable String name, int limit) {
        return jdbc.sql(COUNTED)
                .param("tenant", tenant.value())
                .param("name", name)
                .param("limit", limit)
                .query(Row.as(TagRepository::tag))
                .list();
    }

    /// Some of those that have the tag, after this one, which nobody else changes until the transaction ends.
    List<TicketId> tagged(TenantId tenant, String name, @Nullable TicketId after, int limit) {
        return jdbc.sql(TAGGED)
                .param("tenant", tenant.value())
                .param("name", name)
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query(Row.as(row -> row.id("id", TicketId::new)))
                .list();
    }

    /// From now on the tag is spelled so.
    void spell(TenantId tenant, String name) {
        jdbc.sql(SPELL).param("tenant", tenant.value()).param("name", name).update();
    }

    /// Of all tenants, behind the system door: adds what has changed to what is counted.
    ///
    /// @return how many tags had changed; zero when nothing is left
    int settle(int limit) {
        return jdbc.sql(SETTLE).param("limit", limit).update();
    }

    private static Tag tag(Row row) throws SQLException {
        return new Tag(row.text("name"), row.number("tickets"));
    }
}
