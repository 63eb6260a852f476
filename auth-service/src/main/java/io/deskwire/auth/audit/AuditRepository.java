package io.deskwire.auth.audit;

import io.deskwire.auth.platform.TenantName;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class AuditRepository {
    private static final String APPEND = """
            SELECT app.append_audit(ROW(:chain, NULL, :id, :at, :action, :actor, :actorId, :subject, :credential,
                                        :address, :userAgent, :requestId, :details, NULL, NULL)::audit_log)
            """;

    private static final String VERIFY = "SELECT entries, broken_at FROM app.verify_audit_chain(:chain, :first, :last)";

    /// A log without its head, a head without its log and a tenant without either are chains too: broken ones.
    private static final String CHAIN_AFTER = """
            SELECT id FROM ((SELECT tenant_id AS id FROM audit_heads WHERE tenant_id > :chain ORDER BY 1 LIMIT 1)
                            UNION ALL (SELECT tenant_id FROM audit_log WHERE tenant_id > :chain ORDER BY 1 LIMIT 1)
                            UNION ALL (SELECT id FROM tenants WHERE id > :chain ORDER BY 1 LIMIT 1)) chains
             ORDER BY id LIMIT 1
            """;

    private static final String CHAIN_OF = """
            SELECT id FROM tenants WHERE id = :id::uuid OR slug = :slug
             UNION SELECT tenant_id FROM audit_heads WHERE tenant_id = :id::uuid
            """;

    private final JdbcClient jdbc;

    AuditRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Locks the end of the chain until the transaction ends.
    void append(AuditDraft draft) {
        jdbc.sql(APPEND)
                .param("chain", draft.chain())
                .param("id", draft.id())
                .param("at", Row.at(draft.occurredAt()))
                .param("action", draft.action())
                .param("actor", draft.actor().name())
                .param("actorId", draft.actor().id())
                .param("subject", draft.subject())
                .param(
                        "credential",
                        draft.actor().credential() == null
                                ? null
                                : draft.actor().credential().value())
                .param("address", draft.origin().address())
                .param("userAgent", draft.origin().userAgent())
                .param("requestId", draft.origin().requestId())
                .param("details", draft.details())
                .query(Long.class)
                .single();
    }

    /// Newest first. Each filter is a clause of its own, so that each gets its index.
    List<AuditEntry> page(UUID chain, AuditQuery query, PageRequest page) {
        var sql = new StringBuilder("SELECT * FROM audit_log WHERE tenant_id = :chain");
        var after = page.after(1);
        if (after != null) {
            sql.append(" AND seq < :after");
        }
        if (query.actor() != null) {
            sql.append(" AND actor_id = :actor");
        }
        if (query.action() != null) {
            sql.append(" AND action = :action");
        }
        if (query.since() != null) {
            sql.append(" AND occurred_at >= :since");
        }
        return jdbc.sql(sql.append(" ORDER BY seq DESC LIMIT :limit").toString())
                .param("chain", chain)
                .param("after", after == null ? null : after.number(0))
                .param("actor", query.actor())
                .param("action", query.action())
                .param("since", Row.at(query.since()))
                .param("limit", page.fetch())
                .query(Row.as(AuditEntry::of))
                .list();
    }

    /// What a part of a chain is found to be.
    record Part(long entries, @Nullable Long brokenAt) {}

    Part verify(UUID chain, long first, long last) {
        return jdbc.sql(VERIFY)
                .param("chain", chain)
                .param("first", first)
                .param("last", last)
                .query((row, _) -> new Part(row.getLong("entries"), row.getObject("broken_at", Long.class)))
                .single();
    }

    /// The hash at the end of the chain, in hex.
    Optional<String> head(UUID chain) {
        return jdbc.sql("SELECT encode(hash, 'hex') FROM audit_heads WHERE tenant_id = :chain")
                .param("chain", chain)
                .query(String.class)
                .optional();
    }

    /// The chain after this one, in the order of ids.
    Optional<UUID> chainAfter(UUID chain) {
        return jdbc.sql(CHAIN_AFTER).param("chain", chain).query(UUID.class).optional();
    }

    Optional<UUID> chainOf(TenantName name) {
        return jdbc.sql(CHAIN_OF)
                .param("id", name.id())
                .param("slug", name.slug())
                .query(UUID.class)
                .optional();
    }

    Optional<String> slug(UUID tenant) {
        return jdbc.sql("SELECT slug FROM tenants WHERE id = :tenant")
                .param("tenant", tenant)
                .query(String.class)
                .optional();
    }
}
