-- One policy for each command where several stood beside each other: PostgreSQL asks each its own questions, the same
-- ones again. Who sees and does what is as before. Locks: the three tables exclusively, for the catalogue alone.

-- jobs.read, the creator, the claiming agent; executors what waits, which the list does not show them; admin.automation,
-- whose revocation of an agent takes its leases away.
DROP POLICY claimable ON automation_jobs;
DROP POLICY fenced_seen ON automation_jobs;
ALTER POLICY seen ON automation_jobs
    USING (tenant_id = (SELECT app.tenant_id())
           AND ((SELECT app.has_permission('jobs.read'))
                OR (SELECT app.user_id()) = ANY (ARRAY[created_by, claimed_by])
                OR status = 'QUEUED' AND (SELECT app.has_permission('jobs.execute'))
                OR (SELECT app.has_permission('admin.automation'))));
DROP POLICY steered ON automation_jobs;
DROP POLICY executed ON automation_jobs;
DROP POLICY fenced ON automation_jobs;
CREATE POLICY changed ON automation_jobs FOR UPDATE TO automation_app
    USING (tenant_id = (SELECT app.tenant_id())
           AND ((SELECT app.has_permission('jobs.write'))
                OR (status = 'QUEUED' OR claimed_by = (SELECT app.user_id())) AND (SELECT app.has_permission('jobs.execute'))
                OR (SELECT app.has_permission('admin.automation'))));

DROP POLICY managed ON automation_agents;
CREATE POLICY made ON automation_agents FOR INSERT TO automation_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')));
CREATE POLICY changed ON automation_agents FOR UPDATE TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')));

DROP POLICY managed ON accounts;
ALTER POLICY seen ON accounts
    USING (tenant_id = (SELECT app.tenant_id())
           AND ((SELECT app.has_permission('jobs.read')) OR (SELECT app.has_permission('admin.automation'))));
CREATE POLICY made ON accounts FOR INSERT TO automation_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')));
CREATE POLICY changed ON accounts FOR UPDATE TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')));
CREATE POLICY removed ON accounts FOR DELETE TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')));
