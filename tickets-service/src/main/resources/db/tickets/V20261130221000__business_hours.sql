-- When a tenant's people work, by which service levels are counted. Locks: new objects only.
CREATE TABLE business_hours (
    tenant_id  uuid        NOT NULL,
    id         uuid        NOT NULL,
    name       text        NOT NULL,
    time_zone  text        NOT NULL, -- of the IANA database
    week       jsonb       NOT NULL, -- {"mon": [["09:00", "17:00"]], …}
    holidays   jsonb       NOT NULL, -- [{"date", "name"}], each date once
    version    bigint      NOT NULL,
    created_by uuid,
    updated_by uuid,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

-- Seen by those who work on tickets; the tenant's settings, so changed by those who manage it.
ALTER TABLE business_hours ENABLE ROW LEVEL SECURITY;
ALTER TABLE business_hours FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON business_hours FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read')));
CREATE POLICY made ON business_hours FOR INSERT TO ${service}_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
                AND (SELECT app.has_permission('tenant.manage')));
CREATE POLICY changed ON business_hours FOR UPDATE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (SELECT app.has_permission('tenant.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY removed ON business_hours FOR DELETE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (SELECT app.has_permission('tenant.manage')));
GRANT SELECT, INSERT, DELETE, UPDATE (name, time_zone, week, holidays, version, updated_by, updated_at)
      ON business_hours TO ${service}_app;
