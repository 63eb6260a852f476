-- The organizations that contacts belong to. Locks: new objects only.
CREATE TABLE organizations (
    tenant_id      uuid        NOT NULL,
    id             uuid        NOT NULL,
    name           text        NOT NULL,
    external_id    text,
    domains        text[]      NOT NULL,
    custom_fields  jsonb       NOT NULL,
    shared_tickets boolean     NOT NULL,
    version        bigint      NOT NULL,
    created_by     uuid,
    updated_by     uuid,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    changed_at     timestamptz NOT NULL, -- by the database's clock, for updated_since (ADR 0039)
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT organizations_external UNIQUE (tenant_id, external_id)
);
CREATE INDEX organizations_by_change ON organizations (tenant_id, changed_at);
CREATE TRIGGER stamped BEFORE INSERT OR UPDATE ON organizations FOR EACH ROW EXECUTE FUNCTION app.stamp_change();

-- The team's alone: a client writes tickets, and sees no organization.
ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON organizations FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read')));
CREATE POLICY made ON organizations FOR INSERT TO ${service}_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
                AND (SELECT app.has_permission('tickets.write')));
CREATE POLICY changed ON organizations FOR UPDATE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (SELECT app.has_permission('tickets.write')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY removed ON organizations FOR DELETE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (SELECT app.has_permission('tickets.write')));
GRANT SELECT, INSERT, DELETE,
      UPDATE (name, external_id, domains, custom_fields, shared_tickets, version, updated_by, updated_at)
      ON organizations TO ${service}_app;
