package io.deskwire.auth.audit;

import io.deskwire.common.sql.Row;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class AuditRepository {
    private static final String APPEND = """
            SELECT app.append_audit(ROW(:chain, NULL, :id, :at, :action, :actor, :actorId, :subject, :credential,
                                        :address, :userAgent, :requestId, :details, NULL, NULL)::audit_log)
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
                .param("credential", draft.actor().credential())
                .param("address", draft.origin().address())
                .param("userAgent", draft.origin().userAgent())
                .param("requestId", draft.origin().requestId())
                .param("details", draft.details())
                .query(Long.class)
                .single();
    }
}
