-- What a tenant promises for its tickets: the first policy that matches a ticket holds (ADR 0073). Locks: new objects only.
CREATE TABLE sla_policies (
    tenant_id         uuid        NOT NULL,
    id                uuid        NOT NULL,
    title             text        NOT NULL,
    position          integer     NOT NULL,
    conditions        jsonb       NOT NULL, -- {"all": […], "any": […]}
    targets           jsonb       NOT NULL, -- {"high": {"first_response", "next_response", "resolution"}, …}
    business_hours_id uuid,                 -- NULL: around the clock
    version           bigint      NOT NULL,
    created_by        uuid,
    updated_by        uuid,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT sla_policies_business_hours FOREIGN KEY (tenant_id, business_hours_id) REFERENCES business_hours (tenant_id, id)
);
CREATE INDEX sla_policies_by_business_hours ON sla_policies (tenant_id, business_hours_id);

ALTER TABLE sla_policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE sla_policies FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON sla_policies FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read')));
CREATE POLICY made ON sla_policies FOR INSERT TO ${service}_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
                AND (SELECT app.has_permission('tenant.manage')));
CREATE POLICY changed ON sla_policies FOR UPDATE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (SELECT app.has_permission('tenant.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY removed ON sla_policies FOR DELETE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (SELECT app.has_permission('tenant.manage')));
GRANT SELECT, INSERT, DELETE,
      UPDATE (title, position, conditions, targets, business_hours_id, version, updated_by, updated_at)
      ON sla_policies TO ${service}_app;

-- Counts the changes of a tenant's policies and of the business hours they go by. Each write of a ticket reads it along, so
-- that a node knows whether the policies it remembers are those that hold. No row where the tenant never had a policy.
CREATE TABLE sla_revisions (
    tenant_id uuid   PRIMARY KEY,
    revision  bigint NOT NULL
);
ALTER TABLE sla_revisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sla_revisions FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON sla_revisions FOR SELECT TO ${service}_app USING (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY made ON sla_revisions FOR INSERT TO ${service}_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')));
CREATE POLICY changed ON sla_revisions FOR UPDATE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()));
GRANT SELECT, INSERT, UPDATE (revision) ON sla_revisions TO ${service}_app;

-- Tenants whose tickets have to be counted anew because of such a change; a sweep does it in batches.
CREATE TABLE sla_recounts (
    tenant_id uuid        PRIMARY KEY,
    at        timestamptz NOT NULL, -- when the next batch is due
    waits_for xid8,                 -- transactions before it may have written by the policies from before; NULL until known
    after_id  uuid                  -- the last ticket that is done; NULL at the beginning
);
ALTER TABLE sla_recounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE sla_recounts FORCE ROW LEVEL SECURITY;
CREATE POLICY asked ON sla_recounts TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')));
GRANT SELECT, INSERT, UPDATE (at, waits_for, after_id) ON sla_recounts TO ${service}_app;
