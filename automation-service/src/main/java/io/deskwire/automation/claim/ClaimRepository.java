package io.deskwire.automation.claim;

import io.deskwire.automation.job.Job;
import io.deskwire.automation.job.JobReader;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import io.deskwire.common.sql.VoidSelect;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Claims and what takes leases away.
@Repository
class ClaimRepository {
    /// Two requests with one claim id, the second sent because the first one's answer was lost, must not both claim;
    /// nor a wait that a newer claim is just ending.
    private static final String ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(:agent, 1))";

    /// One round trip, by a function: what a claim must wait for comes before what it then sees.
    private static final String CLAIM = """
            SELECT (claimed.job).*, claimed.updated_before
              FROM app.claim_jobs(:tenant, :agent, :claim, :request::uuid, :types, :max, :now, :expires) AS claimed
            """;
    private static final String NEXT_DUE = """
            SELECT min(run_at) AS run_at,
                   NOT EXISTS (SELECT FROM agent_claims c
                                WHERE c.tenant_id = :tenant AND c.agent_id = :agent AND c.claim_id = :claim) AS superseded,
                   EXISTS (SELECT FROM automation_agents a
                            WHERE a.tenant_id = :tenant AND a.id = :agent AND a.status = 'active') AS active
              FROM automation_jobs
             WHERE tenant_id = :tenant AND claimed_by IS NULL AND status = 'QUEUED' AND type = ANY (:types)
            """;
    private static final String UNANSWERED = """
            SELECT j.* FROM automation_jobs j
             WHERE j.tenant_id = :tenant AND j.claimed_by = :agent AND j.claim_id = :claim AND j.status = 'CLAIMED'
               AND j.id = ANY (:jobs)
               AND NOT EXISTS (SELECT FROM agent_claims c
                                WHERE c.tenant_id = :tenant AND c.agent_id = :agent
                                  AND c.claim_id = :claim AND c.request_id <> :request)
             ORDER BY j.id FOR UPDATE OF j
            """;
    private static final String EXPIRED = "SELECT * FROM app.expired_leases(:now, :limit)";
    private static final String HELD = """
            SELECT * FROM automation_jobs
             WHERE tenant_id = :tenant AND claimed_by = :agent AND claim_id IS NOT NULL ORDER BY id FOR UPDATE
            """;

    private final JdbcClient jdbc;
    private final JobReader reader;

    ClaimRepository(JdbcClient jdbc, JobReader reader) {
        this.jdbc = jdbc;
        this.reader = reader;
    }

    /// @param before null where the job was claimed under this id earlier
    record Claimed(Job job, @Nullable Job before) {
        boolean fresh() {
            return before != null;
        }
    }

    /// What may be claimed next.
    ///
    /// @param superseded the agent has begun another claim since: this one gets nothing any more
    /// @param active a paused or removed agent gets nothing
    record Outlook(Optional<Instant> nextDue, boolean superseded, boolean active) {}

    /// One claim of the agent at a time, until the transaction ends.
    void lock(UserId agent) {
        VoidSelect.run(jdbc.sql(ONE_AT_A_TIME).param("agent", agent.toString()));
    }

    /// Takes the [#lock]. Nothing where the claim is superseded or the agent not active.
    ///
    /// @param first from now on this is the agent's newest claim
    List<Claimed> claim(Claim claim, boolean first, Instant now, Instant expires) {
        return jdbc.sql(CLAIM)
                .param("tenant", claim.tenant().value())
                .param("agent", claim.agent().value())
                .param("claim", claim.id())
                // Typed, also where it is null: else the driver asks the server for the type, and sends the
                // caller's claims apart from then on (ADR 0069).
                .param("request", first ? claim.request().toString() : null, Types.VARCHAR)
                .param("types", claim.types().toArray(String[]::new))
                .param("max", claim.max())
                .param("now", Row.at(now))
                .param("expires", Row.at(expires))
                .query(Row.as(row -> {
                    var job = reader.read(row);
                    var before = row.instantOrNull("updated_before");
                    return new Claimed(job, before == null ? null : job.beforeClaim(before));
                }))
                .list();
    }

    Outlook outlook(Claim claim) {
        return jdbc.sql(NEXT_DUE)
                .param("tenant", claim.tenant().value())
                .param("agent", claim.agent().value())
                .param("claim", claim.id())
                .param("types", claim.types().toArray(String[]::new))
                .query(Row.as(row -> new Outlook(
                        Optional.ofNullable(row.instantOrNull("run_at")), row.flag("superseded"), row.flag("active"))))
                .single();
    }

    /// Which of the jobs only this request knows of: claimed by it, not begun, and its claim not repeated since. Needs
    /// the [#lock].
    List<Job> unanswered(Claim claim, List<LeasedJob> given) {
        return jdbc.sql(UNANSWERED)
                .param("tenant", claim.tenant().value())
                .param("agent", claim.agent().value())
                .param("claim", claim.id())
                .param("request", claim.request())
                .param(
                        "jobs",
                        given.stream().map(leased -> leased.job().id().value()).toArray(UUID[]::new))
                .query(Row.as(reader))
                .list();
    }

    /// Of all tenants; needs the system door.
    List<Job> expired(Instant now, int limit) {
        return jdbc.sql(EXPIRED)
                .param("now", Row.at(now))
                .param("limit", limit)
                .query(Row.as(reader))
                .list();
    }

    List<Job> heldBy(TenantId tenant, UserId agent) {
        return jdbc.sql(HELD)
                .param("tenant", tenant.value())
                .param("agent", agent.value())
                .query(Row.as(reader))
                .list();
    }
}
