-- A job's lines are few and sorted when they are read; lines of no agent or no job are in no index of one. Events of jobs
-- are most of the outbox, and nobody asks what changed in a job since a version: they are in no index of their subject.
-- Locks: automation_events and outbox against writes while the indexes are built.
DROP INDEX automation_events_by_job, automation_events_by_agent;
CREATE INDEX automation_events_by_job ON automation_events (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX automation_events_by_agent ON automation_events (agent_id, id) WHERE agent_id IS NOT NULL;

DROP INDEX outbox_by_subject;
CREATE INDEX outbox_by_subject ON outbox (tenant_id, subject) WHERE subject_version > 1 AND type NOT LIKE 'job.%';
CREATE OR REPLACE FUNCTION app.changed_since(subject text, version bigint) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
SELECT DISTINCT jsonb_array_elements_text(o.data::jsonb -> 'changed')
  FROM outbox o
 WHERE o.tenant_id = (SELECT app.tenant_id()) AND o.subject = $1 AND o.subject_version > $2
   AND o.subject_version > 1 AND o.type NOT LIKE 'job.%' AND o.data::jsonb ? 'changed'
 ORDER BY 1
$$;
