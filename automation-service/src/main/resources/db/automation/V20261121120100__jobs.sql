-- Accounts, jobs, finished jobs and the job log. Locks: new objects only.
CREATE TABLE accounts (
    tenant_id   uuid        NOT NULL,
    id          uuid        NOT NULL,
    name        text        NOT NULL,
    marketplace text,
    external_id text,
    metadata    jsonb       NOT NULL,
    version     bigint      NOT NULL,
    created_by  uuid        NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

-- Live jobs only: what is over moves to finished_jobs in the transaction that ends it.
CREATE TABLE automation_jobs (
    tenant_id        uuid        NOT NULL,
    id               uuid        NOT NULL,
    type             text        NOT NULL,
    status           text        NOT NULL CHECK (status IN ('QUEUED', 'CLAIMED', 'RUNNING', 'FAILED_NEEDS_ATTENTION')),
    payload          jsonb       NOT NULL,
    result           jsonb,
    error            text,
    progress         int,
    attempt          int         NOT NULL,
    max_attempts     int         NOT NULL,
    priority         int         NOT NULL,
    run_at           timestamptz NOT NULL,
    unique_key       text,
    account_id       uuid,
    created_by       uuid        NOT NULL,
    claimed_by       uuid,
    lease_seq        bigint      NOT NULL, -- grows with every claim; the fence
    version          bigint      NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    finished_at      timestamptz,
    claim_id         uuid,
    lease_expires_at timestamptz,
    unknown_if_lost  boolean     NOT NULL, -- past an irreversible step: a lost lease must not be retried
    settled_by       uuid,                 -- the agent that reported the end of lease_seq, for its repeats
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
    CHECK ((status IN ('CLAIMED', 'RUNNING')) = (lease_expires_at IS NOT NULL))
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_limit = 2000, fillfactor = 80);
CREATE UNIQUE INDEX automation_jobs_unique_key ON automation_jobs (tenant_id, unique_key) WHERE unique_key IS NOT NULL;
CREATE INDEX automation_jobs_due ON automation_jobs (tenant_id, priority DESC, run_at, id) WHERE status = 'QUEUED';
CREATE INDEX automation_jobs_held ON automation_jobs (tenant_id, claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX automation_jobs_leases ON automation_jobs (lease_expires_at) WHERE lease_expires_at IS NOT NULL;
CREATE INDEX automation_jobs_by_account ON automation_jobs (tenant_id, account_id) WHERE account_id IS NOT NULL;

CREATE TABLE finished_jobs (
    tenant_id    uuid        NOT NULL,
    id           uuid        NOT NULL,
    type         text        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('COMPLETED', 'CANCELLED')),
    payload      jsonb       NOT NULL,
    result       jsonb,
    error        text,
    progress     int,
    attempt      int         NOT NULL,
    max_attempts int         NOT NULL,
    priority     int         NOT NULL,
    run_at       timestamptz NOT NULL,
    unique_key   text,
    account_id   uuid,
    created_by   uuid        NOT NULL,
    claimed_by   uuid,
    lease_seq    bigint      NOT NULL,
    version      bigint      NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    finished_at  timestamptz NOT NULL,
    settled_by   uuid,
    PRIMARY KEY (tenant_id, id, finished_at)
) PARTITION BY RANGE (finished_at);
CREATE TABLE finished_jobs_default PARTITION OF finished_jobs DEFAULT;
CREATE INDEX finished_jobs_by_time ON finished_jobs (tenant_id, finished_at);

-- Everything agents and jobs do; append-only.
CREATE TABLE automation_events (
    tenant_id   uuid        NOT NULL,
    id          uuid        NOT NULL,
    type        text        NOT NULL,
    job_id      uuid,
    agent_id    uuid,
    actor       text        NOT NULL,
    data        jsonb       NOT NULL,
    occurred_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id, occurred_at)
) PARTITION BY RANGE (occurred_at);
CREATE TABLE automation_events_default PARTITION OF automation_events DEFAULT;
CREATE INDEX automation_events_by_job ON automation_events (tenant_id, job_id, id);
CREATE INDEX automation_events_by_agent ON automation_events (tenant_id, agent_id, id);

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
ALTER TABLE automation_jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE automation_jobs FORCE ROW LEVEL SECURITY;
ALTER TABLE finished_jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE finished_jobs FORCE ROW LEVEL SECURITY;
ALTER TABLE automation_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE automation_events FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON accounts FOR SELECT TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('jobs.read')));
CREATE POLICY managed ON accounts TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')));
GRANT SELECT, INSERT, UPDATE (name, marketplace, external_id, metadata, version, updated_at), DELETE
      ON accounts TO automation_app;

-- The same rule as the events' audience: jobs.read, the creator, the claiming agent.
CREATE POLICY seen ON automation_jobs FOR SELECT TO automation_app
    USING (tenant_id = (SELECT app.tenant_id())
           AND ((SELECT app.has_permission('jobs.read'))
                OR created_by = (SELECT app.user_id()) OR claimed_by = (SELECT app.user_id())));
-- A claim looks among what waits; the list does not show it to executors.
CREATE POLICY claimable ON automation_jobs FOR SELECT TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND status = 'QUEUED' AND (SELECT app.has_permission('jobs.execute')));
CREATE POLICY created ON automation_jobs FOR INSERT TO automation_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND created_by = (SELECT app.user_id())
                AND (SELECT app.has_permission('jobs.write')));
CREATE POLICY steered ON automation_jobs FOR UPDATE TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('jobs.write')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('jobs.write')));
CREATE POLICY executed ON automation_jobs FOR UPDATE TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('jobs.execute'))
           AND (status = 'QUEUED' OR claimed_by = (SELECT app.user_id())))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('jobs.execute'))
                AND (status = 'QUEUED' OR claimed_by = (SELECT app.user_id())));
-- Revoking an agent takes its leases away.
CREATE POLICY fenced ON automation_jobs FOR UPDATE TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')));
CREATE POLICY fenced_seen ON automation_jobs FOR SELECT TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')));
CREATE POLICY ended ON automation_jobs FOR DELETE TO automation_app
    USING (tenant_id = (SELECT app.tenant_id())
           AND ((SELECT app.has_permission('jobs.write')) OR claimed_by = (SELECT app.user_id())));
GRANT SELECT, INSERT, DELETE,
      UPDATE (status, error, progress, attempt, run_at, claimed_by, lease_seq, version, updated_at,
              claim_id, lease_expires_at, unknown_if_lost, settled_by)
      ON automation_jobs TO automation_app;

CREATE POLICY seen ON finished_jobs FOR SELECT TO automation_app
    USING (tenant_id = (SELECT app.tenant_id())
           AND ((SELECT app.has_permission('jobs.read'))
                OR created_by = (SELECT app.user_id()) OR claimed_by = (SELECT app.user_id())));
CREATE POLICY ended ON finished_jobs FOR INSERT TO automation_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id())
                AND ((SELECT app.has_permission('jobs.write')) OR claimed_by = (SELECT app.user_id())));
GRANT SELECT, INSERT ON finished_jobs TO automation_app;

CREATE POLICY seen ON automation_events FOR SELECT TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('jobs.read')));
CREATE POLICY append ON automation_events FOR INSERT TO automation_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()));
GRANT SELECT, INSERT ON automation_events TO automation_app;
REVOKE UPDATE, DELETE ON automation_events FROM automation_system;

-- Whether a job is the tenant's at all: an agent that lost its lease sees the row no more, and still must be told
-- "stale" (409), not "unknown" (404).
CREATE POLICY own_tenant ON automation_jobs FOR SELECT TO automation_owner USING (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY own_tenant ON finished_jobs FOR SELECT TO automation_owner USING (tenant_id = (SELECT app.tenant_id()));
CREATE FUNCTION app.job_exists(job uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
SELECT EXISTS (SELECT FROM automation_jobs j WHERE j.tenant_id = (SELECT app.tenant_id()) AND j.id = $1)
    OR EXISTS (SELECT FROM finished_jobs j WHERE j.tenant_id = (SELECT app.tenant_id()) AND j.id = $1)
$$;
REVOKE EXECUTE ON FUNCTION app.job_exists FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.job_exists TO automation_app;

-- Monthly partitions, made ahead and dropped whole.
CREATE FUNCTION app.maintain_months(parent regclass, months_ahead int, months_kept int) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    month date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
    begins date;
    partition record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('maintain_months'), parent::oid::int);
    FOR ahead IN 0..months_ahead LOOP
        begins := (month + make_interval(months => ahead))::date;
        EXECUTE format(
            'CREATE TABLE IF NOT EXISTS %I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)',
            parent::text || to_char(begins, '"_"YYYYMM'), parent,
            begins::timestamp AT TIME ZONE 'UTC', (begins + interval '1 month') AT TIME ZONE 'UTC');
        -- Reached through the parent alone, whose grants count.
        EXECUTE format('REVOKE ALL ON %I FROM automation_system', parent::text || to_char(begins, '"_"YYYYMM'));
    END LOOP;
    FOR partition IN
        SELECT c.oid::regclass AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = parent AND c.relname ~ '_\d{6}$'
           AND to_date(right(c.relname, 6), 'YYYYMM') < month - make_interval(months => months_kept)
    LOOP
        EXECUTE format('DROP TABLE %s', partition.name);
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION app.maintain_months FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.maintain_months TO automation_system;

SELECT app.maintain_months('finished_jobs', 2, 24);
SELECT app.maintain_months('automation_events', 2, 24);
