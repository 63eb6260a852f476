-- Invitations into a tenant. The token lies here as a hash; whoever brings it must own the invited address as well.
-- Locks: new objects only.
CREATE TABLE invites (
    tenant_id          uuid        NOT NULL REFERENCES tenants,
    id                 uuid        NOT NULL,
    email              text        NOT NULL CHECK (email = lower(email) AND length(email) <= 255),
    role               text        NOT NULL CHECK (role IN ('admin', 'agent', 'va', 'client')),
    department_role_id uuid,
    token_hash         bytea       NOT NULL UNIQUE,
    expires_at         timestamptz NOT NULL,
    accepted_at        timestamptz,
    accepted_by        uuid,
    revoked_at         timestamptz,
    version            bigint      NOT NULL,
    created_by         uuid        NOT NULL,
    created_at         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, department_role_id) REFERENCES department_roles (tenant_id, id)
        ON DELETE SET NULL (department_role_id) -- of closed invites; open ones hinder the deletion
);
-- One open invite for an address in a tenant.
CREATE UNIQUE INDEX invites_open ON invites (tenant_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;
CREATE INDEX invites_by_email ON invites (email, created_at DESC);
CREATE INDEX invites_by_department_role ON invites (tenant_id, department_role_id) WHERE department_role_id IS NOT NULL;

ALTER TABLE invites ENABLE ROW LEVEL SECURITY;
ALTER TABLE invites FORCE ROW LEVEL SECURITY;
CREATE POLICY managed ON invites TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('members.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('members.manage')));
GRANT SELECT (tenant_id, id, email, role, department_role_id, expires_at, accepted_at, accepted_by, revoked_at, version,
              created_by, created_at),
      INSERT, UPDATE (revoked_at, version) ON invites TO auth_app;
