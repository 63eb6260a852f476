package io.deskwire.automation.claim;

import io.deskwire.automation.job.Job;
import io.deskwire.automation.job.JobReader;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import io.deskwire.common.sql.VoidSelect;
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

    private static final String BEGIN = """
            INSERT INTO agent_claims (tenant_id, agent_id, claim_id, request_id) VALUES (:tenant, :agent, :claim, :request)
            ON CONFLICT (tenant_id, agent_id) DO UPDATE SET claim_id = excluded.claim_id, request_id = excluded.request_id
            """;
    /// One statement: what the claim id still holds or, where that is nothing, what is due, marked as the agent's.
    private static final String CLAIM = """
            WITH held AS (
                SELECT j.*, NULL::timestamptz AS updated_before FROM automation_jobs j
                 WHERE tenant_id = :tenant AND claimed_by = :agent AND claim_id = :claim AND lease_expires_at > :now),
            due AS (
                SELECT job_id, updated_before FROM app.due_jobs(:tenant, :types, :now, :max)
                 WHERE NOT EXISTS (SELECT FROM held)
                   AND EXISTS (SELECT FROM agent_claims c
                                WHERE c.tenant_id = :tenant AND c.agent_id = :agent AND c.claim_id = :claim)),
            claimed AS (
                UPDATE automation_jobs j
                   SET status = 'CLAIMED', claimed_by = :agent, claim_id = :claim, lease_seq = lease_seq + 1,
                       attempt = attempt + 1, lease_expires_at = :expires, unknown_if_lost = false, settled_by = NULL,
                       version = version + 1, updated_at = :now
                  FROM due WHERE j.tenant_id = :tenant AND j.id = due.job_id
                RETURNING j.*, due.updated_before)
            SELECT * FROM held UNION ALL SELECT * FROM claimed ORDER BY priority DESC, run_at, id
            """;
    private static final String NEXT_DUE = """
            SELECT min(run_at) AS run_at,
                   NOT EXISTS (SELECT FROM agent_claims c
                                WHERE c.tenant_id = :tenant AND c.agent_id = :agent AND c.claim_id = :claim) AS superseded
              FROM automation_jobs
             WHERE tenant_id = :tenant AND status = 'QUEUED' AND type = ANY (:types)
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
    private static final String EXPIRED = """
            SELECT * FROM automation_jobs WHERE lease_expires_at <= :now
             ORDER BY lease_expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
            """;
    private static final String HELD = """
            SELECT * FROM automation_jobs
             WHERE tenant_id = :tenant AND claimed_by = :agent AND lease_expires_at IS NOT NULL ORDER BY id FOR UPDATE
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
    record Outlook(Optional<Instant> nextDue, boolean superseded) {}

    /// From now on this is the agent's newest claim.
    void begin(Claim claim) {
        jdbc.sql(BEGIN)
                .param("tenant", claim.tenant().value())
                .param("agent", claim.agent().value())
                .param("claim", claim.id())
                .param("request", claim.request())
                .update();
    }

    /// One claim of the agent at a time, until the transaction ends.
    void lock(UserId agent) {
        VoidSelect.run(jdbc.sql(ONE_AT_A_TIME).param("agent", agent.toString()));
    }

    /// Nothing where the claim is superseded. Needs the [#lock].
    List<Claimed> claim(Claim claim, Instant now, Instant expires) {
        return jdbc.sql(CLAIM)
                .param("tenant", claim.tenant().value())
                .param("agent", claim.agent().value())
                .param("claim", claim.id())
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
                .query(Row.as(
                        row -> new Outlook(Optional.ofNullable(row.instantOrNull("run_at")), row.flag("superseded"))))
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
