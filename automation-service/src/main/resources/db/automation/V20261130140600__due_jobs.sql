-- What a claim may take, always read from automation_jobs_due, which has it in order: with statistics of an empty queue
-- the planner took the primary key and sorted every job of the tenant, for each claim. Nothing may be sorted here, so
-- no other index will do.
-- Locks: none held by others; a new function.
CREATE FUNCTION app.due_jobs(tenant uuid, types text[], until timestamptz, at_most int)
    RETURNS TABLE (job_id uuid, updated_before timestamptz)
    LANGUAGE plpgsql ROWS 10 SET enable_sort = off SET enable_incremental_sort = off SET enable_seqscan = off
    AS $$
BEGIN
    RETURN QUERY
    SELECT j.id, j.updated_at FROM automation_jobs j
     WHERE j.tenant_id = tenant AND j.status = 'QUEUED' AND j.run_at <= until AND j.type = ANY (types)
     ORDER BY j.priority DESC, j.run_at, j.id LIMIT at_most
       FOR UPDATE SKIP LOCKED;
END $$;
