package io.deskwire.tickets.search;

import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.search.SearchSettings.Stemming;
import java.sql.SQLException;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class SearchSettingsRepository {
    private static final String ONE = """
            SELECT s.stemming, s.updated_by, s.updated_at,
                   EXISTS (SELECT FROM search_reindexing r WHERE r.tenant_id = s.tenant_id) AS reindexing
              FROM search_settings s WHERE s.tenant_id = :tenant
            """;

    /// What was being done for another choice begins anew; the same choice again changes nothing.
    private static final String SAVE = """
            WITH saved AS (
                INSERT INTO search_settings (tenant_id, stemming, updated_by, updated_at)
                VALUES (:tenant, :stemming, :by::uuid, :at)
                    ON CONFLICT (tenant_id) DO UPDATE
                   SET stemming = excluded.stemming, updated_by = excluded.updated_by, updated_at = excluded.updated_at
                 WHERE search_settings.stemming <> excluded.stemming
                RETURNING tenant_id
            )
            INSERT INTO search_reindexing (tenant_id) SELECT tenant_id FROM saved
                ON CONFLICT (tenant_id) DO UPDATE SET horizon = NULL, shelf = DEFAULT, done_to = DEFAULT
            """;

    private final JdbcClient jdbc;

    SearchSettingsRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    SearchSettings find(TenantId tenant) {
        return jdbc.sql(ONE)
                .param("tenant", tenant.value())
                .query(Row.as(SearchSettingsRepository::settings))
                .optional()
                .orElseGet(SearchSettings::unchosen);
    }

    void save(TenantId tenant, Stemming stemming, Actor actor, Instant now) {
        var by = actor.subject();
        jdbc.sql(SAVE)
                .param("tenant", tenant.value())
                .param("stemming", Row.wire(stemming))
                .param("by", by == null ? null : by.value())
                .param("at", Row.at(now))
                .update();
    }

    /// False where there is nothing to do at present.
    ///
    /// @param batch how many texts at most
    boolean reindex(int batch) {
        return jdbc.sql("SELECT app.reindex_texts(:batch)")
                .param("batch", batch)
                .query(Boolean.class)
                .single();
    }

    private static SearchSettings settings(Row row) throws SQLException {
        return new SearchSettings(
                row.constant("stemming", Stemming.class),
                row.flag("reindexing"),
                row.idOrNull("updated_by", UserId::new),
                row.instantOrNull("updated_at"));
    }
}
