-- The newest claim of each agent: it ends the agent's older waits, on whatever node they wait, and tells a claim whose
-- answer got lost whether it was repeated meanwhile. Locks: new objects only, and automation_agents in SHARE ROW
-- EXCLUSIVE for as long as its foreign key is added to an empty table.
CREATE TABLE agent_claims (
    tenant_id  uuid NOT NULL,
    agent_id   uuid NOT NULL,
    claim_id   uuid NOT NULL,
    request_id uuid NOT NULL, -- the request that brought it; a repeat brings another
    PRIMARY KEY (tenant_id, agent_id),
    FOREIGN KEY (tenant_id, agent_id) REFERENCES automation_agents (tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01);
ALTER TABLE agent_claims ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_claims FORCE ROW LEVEL SECURITY;

CREATE POLICY own ON agent_claims TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND agent_id = (SELECT app.user_id())
           AND (SELECT app.has_permission('jobs.execute')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND agent_id = (SELECT app.user_id())
                AND (SELECT app.has_permission('jobs.execute')));
GRANT SELECT, INSERT, UPDATE (claim_id, request_id) ON agent_claims TO automation_app;
