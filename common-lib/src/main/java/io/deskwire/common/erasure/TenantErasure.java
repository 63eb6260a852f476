package io.deskwire.common.erasure;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import io.deskwire.common.sql.VoidSelect;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Deletes every row of a tenant in this service's database, whatever tables there are, and keeps a proof.
///
/// Needs the transaction of the system door. Erasing again finds nothing and keeps the first proof.
public class TenantErasure {
    /// The name lets others see that this long transaction only deletes (`app.complete_until`).
    private static final String PATIENCE = """
            SELECT set_config('statement_timeout', '30min', true), set_config('application_name', 'deskwire erasure', true)
            """;
    private static final String ERASE = "SELECT * FROM app.erase_tenant(:tenant, :excluded)";
    private static final String KEEP = """
            INSERT INTO tenant_erasures (tenant_id, requested_by, erased_at, rows, kept, hash)
            VALUES (:tenant, :by, :at, :rows::jsonb, :kept::jsonb, :hash)
            ON CONFLICT (tenant_id) DO NOTHING
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    public TenantErasure(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /// What was erased.
    ///
    /// @param rows how many rows of each table
    /// @param kept append-only tables with rows of the tenant; they go with their partitions
    /// @param hash SHA-256, in hex, over the tables' names, counts and digests of their rows
    public record Proof(TenantId tenantId, Instant erasedAt, Map<String, Long> rows, List<String> kept, String hash) {
        public Proof {
            rows = new TreeMap<>(rows);
            kept = List.copyOf(kept);
        }
    }

    /// Lets this transaction's statements take the time a large tenant needs. [#erase] does so itself; who has to do
    /// something first asks for it first.
    @Transactional(propagation = Propagation.MANDATORY)
    public void beginPatiently() {
        VoidSelect.run(jdbc.sql(PATIENCE));
    }

    /// @param excluded tables that name a tenant and are not its own
    /// @param others what its service erases besides, for the proof: rows that name the tenant otherwise
    /// @param requestedBy who may read the proof afterwards
    @Transactional(propagation = Propagation.MANDATORY)
    public Proof erase(TenantId tenant, Set<String> excluded, Map<String, Long> others, @Nullable UserId requestedBy) {
        beginPatiently();
        var proof = jdbc.sql(ERASE)
                .param("tenant", tenant.value())
                .param("excluded", excluded.toArray(String[]::new))
                .query(Row.as(row -> new Proof(
                        tenant,
                        clock.instant(),
                        rows(row.text("erased"), others),
                        json.readValue(row.text("kept"), new TypeReference<List<String>>() {}),
                        row.text("hash"))))
                .single();
        jdbc.sql(KEEP)
                .param("tenant", tenant.value())
                .param("by", requestedBy == null ? null : requestedBy.value())
                .param("at", Row.at(proof.erasedAt()))
                .param("rows", json.writeValueAsString(proof.rows()))
                .param("kept", json.writeValueAsString(proof.kept()))
                .param("hash", proof.hash())
                .update();
        return proof;
    }

    /// Whose end may still be followed by something of theirs.
    @Transactional(propagation = Propagation.MANDATORY)
    public List<TenantId> erasedSince(Instant time) {
        return jdbc.sql("SELECT tenant_id FROM tenant_erasures WHERE erased_at > :time")
                .param("time", Row.at(time))
                .query(Row.as(row -> row.id("tenant_id", TenantId::new)))
                .list();
    }

    /// The kept proof, for whom the policy lets see it.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Proof> proof(TenantId tenant) {
        return jdbc.sql("SELECT * FROM tenant_erasures WHERE tenant_id = :tenant")
                .param("tenant", tenant.value())
                .query(Row.as(row -> new Proof(
                        tenant,
                        row.instant("erased_at"),
                        rows(row.text("rows"), Map.of()),
                        json.readValue(row.text("kept"), new TypeReference<List<String>>() {}),
                        row.text("hash"))))
                .optional();
    }

    private Map<String, Long> rows(String counted, Map<String, Long> others) {
        var rows = new TreeMap<>(others);
        rows.putAll(json.readValue(counted, new TypeReference<Map<String, Long>>() {}));
        return rows;
    }
}
