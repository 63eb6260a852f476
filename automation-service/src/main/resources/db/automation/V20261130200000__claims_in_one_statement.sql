-- What a report changes is in no index any more, so that it writes no entry of one and leaves nothing behind (HOT): a
-- start, a heartbeat and progress change the status and the lease. What waits is known by having no holder, what is held
-- by its claim; both change only when a job is claimed or let go.
-- Locks: automation_jobs exclusively while the live jobs are read for two checks and two indexes.
ALTER TABLE automation_jobs
    ADD CONSTRAINT automation_jobs_waiting CHECK (status <> 'QUEUED' OR claimed_by IS NULL),
    ADD CONSTRAINT automation_jobs_claimed CHECK (lease_expires_at IS NULL OR claim_id IS NOT NULL);
DROP INDEX automation_jobs_due, automation_jobs_held, automation_jobs_leases;
CREATE INDEX automation_jobs_due ON automation_jobs (tenant_id, priority DESC, run_at, id) WHERE claimed_by IS NULL;
-- Held jobs alone, which the sweep of leases reads all.
CREATE INDEX automation_jobs_held ON automation_jobs (tenant_id, claimed_by) WHERE claim_id IS NOT NULL;

-- Leases that have run out, the longest first; needs the system door. With statistics of an empty queue the planner would
-- read every waiting job, each second; here only the index of held jobs is left.
CREATE FUNCTION app.expired_leases(moment timestamptz, at_most int) RETURNS SETOF automation_jobs
    LANGUAGE sql ROWS 1 SET enable_seqscan = off
    AS $$
SELECT * FROM automation_jobs
 WHERE claim_id IS NOT NULL AND lease_expires_at <= moment
 ORDER BY lease_expires_at LIMIT at_most FOR UPDATE SKIP LOCKED
$$;

-- For nodes of the version before, as long as there are any.
CREATE OR REPLACE FUNCTION app.due_jobs(tenant uuid, types text[], until timestamptz, at_most int)
    RETURNS TABLE (job_id uuid, updated_before timestamptz)
    LANGUAGE plpgsql ROWS 10 SET enable_sort = off SET enable_incremental_sort = off SET enable_seqscan = off
    AS $$
BEGIN
    RETURN QUERY
    SELECT j.id, j.updated_at FROM automation_jobs j
     WHERE j.tenant_id = tenant AND j.claimed_by IS NULL AND j.status = 'QUEUED' AND j.run_at <= until
       AND j.type = ANY (types)
     ORDER BY j.priority DESC, j.run_at, j.id LIMIT at_most
       FOR UPDATE SKIP LOCKED;
END $$;

-- A claim: what it still holds or, where that is nothing, what is due, marked as the agent's, in the order of the queue.
-- Nothing where the agent is not active, or has begun another claim since.
--
-- Each statement in here sees what was committed before it began, so the second of two requests with one claim id, which
-- waits for the first, sees what the first has claimed. What is due is read from automation_jobs_due, which has it in
-- order, whatever the planner believes: nothing may be sorted or read whole here.
--
-- request: of a claim's first look, which ends the agent's older waits; null for its later ones.
CREATE FUNCTION app.claim_jobs(tenant uuid, agent uuid, claim uuid, request uuid, types text[], at_most int,
                               moment timestamptz, expires timestamptz)
    RETURNS TABLE (job automation_jobs, updated_before timestamptz)
    LANGUAGE plpgsql ROWS 1 SET enable_sort = off SET enable_incremental_sort = off SET enable_seqscan = off
    AS $$
DECLARE
    due record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(agent::text, 1));
    PERFORM FROM automation_agents a WHERE a.tenant_id = tenant AND a.id = agent AND a.status = 'active';
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF request IS NULL THEN
        PERFORM FROM agent_claims c WHERE c.tenant_id = tenant AND c.agent_id = agent AND c.claim_id = claim;
        IF NOT FOUND THEN
            RETURN;
        END IF;
    ELSE
        UPDATE agent_claims c SET claim_id = claim, request_id = request
         WHERE c.tenant_id = tenant AND c.agent_id = agent;
        IF NOT FOUND THEN
            INSERT INTO agent_claims (tenant_id, agent_id, claim_id, request_id) VALUES (tenant, agent, claim, request);
        END IF;
    END IF;
    RETURN QUERY
    SELECT j, NULL::timestamptz FROM automation_jobs j
     WHERE j.tenant_id = tenant AND j.claimed_by = agent AND j.claim_id = claim AND j.lease_expires_at > moment
     ORDER BY j.priority DESC, j.run_at, j.id;
    IF FOUND THEN
        RETURN;
    END IF;
    FOR due IN
        SELECT j.id, j.updated_at FROM automation_jobs j
         WHERE j.tenant_id = tenant AND j.claimed_by IS NULL AND j.status = 'QUEUED' AND j.run_at <= moment
           AND j.type = ANY (types)
         ORDER BY j.priority DESC, j.run_at, j.id LIMIT at_most
           FOR UPDATE SKIP LOCKED
    LOOP
        UPDATE automation_jobs j
           SET status = 'CLAIMED', claimed_by = agent, claim_id = claim, lease_seq = j.lease_seq + 1,
               attempt = j.attempt + 1, lease_expires_at = expires, unknown_if_lost = false, settled_by = NULL,
               version = j.version + 1, updated_at = moment
         WHERE j.tenant_id = tenant AND j.id = due.id
        RETURNING j.* INTO job;
        updated_before := due.updated_at;
        RETURN NEXT;
    END LOOP;
END $$;
