-- The people who ask. Locks: new objects only.
CREATE TABLE contacts (
    tenant_id   uuid        NOT NULL,
    id          uuid        NOT NULL,
    email       text        NOT NULL CHECK (email = lower(email) AND length(email) <= 255),
    name        text,
    external_id text,
    version     bigint      NOT NULL,
    created_by  uuid        NOT NULL,
    updated_by  uuid        NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT contacts_email UNIQUE (tenant_id, email)
);

ALTER TABLE contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE contacts FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON contacts FOR SELECT TO tickets_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read')));
CREATE POLICY made ON contacts FOR INSERT TO tickets_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write')));
CREATE POLICY changed ON contacts FOR UPDATE TO tickets_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()));
GRANT SELECT, INSERT, UPDATE (email, name, external_id, version, updated_by, updated_at) ON contacts TO tickets_app;
