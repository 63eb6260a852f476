-- What a tenant's roles may do, department roles, and who sees whose name. Locks: `memberships` and `users` exclusively,
-- for a moment (a new column without a default, a virtual column that is computed when it is read).
CREATE TABLE role_permissions (
    tenant_id   uuid        NOT NULL REFERENCES tenants,
    role        text        NOT NULL CHECK (role IN ('agent', 'va', 'client')), -- an admin may do everything
    id          uuid        NOT NULL,                                           -- the subject of its events
    permissions text[]      NOT NULL,
    version     bigint      NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, role)
);

CREATE TABLE department_roles (
    tenant_id   uuid        NOT NULL REFERENCES tenants,
    id          uuid        NOT NULL,
    name        text        NOT NULL,
    permissions text[]      NOT NULL,
    version     bigint      NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name)
);

ALTER TABLE memberships
    ADD COLUMN department_role_id uuid,
    ADD FOREIGN KEY (tenant_id, department_role_id) REFERENCES department_roles (tenant_id, id);
CREATE INDEX memberships_by_department_role ON memberships (tenant_id, department_role_id)
    WHERE department_role_id IS NOT NULL;

ALTER TABLE role_permissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE role_permissions FORCE ROW LEVEL SECURITY;
ALTER TABLE department_roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE department_roles FORCE ROW LEVEL SECURITY;

-- Who manages members must see what a role may do, or it would give more than it has.
CREATE POLICY seen ON role_permissions FOR SELECT TO auth_app
    USING (tenant_id = (SELECT app.tenant_id())
           AND ((SELECT app.has_permission('members.read')) OR (SELECT app.has_permission('members.manage'))));
CREATE POLICY managed ON role_permissions TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('members.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('members.manage')));
GRANT SELECT, INSERT, UPDATE (permissions, version, updated_at) ON role_permissions TO auth_app;

CREATE POLICY seen ON department_roles FOR SELECT TO auth_app
    USING (tenant_id = (SELECT app.tenant_id())
           AND ((SELECT app.has_permission('members.read')) OR (SELECT app.has_permission('members.manage'))));
CREATE POLICY managed ON department_roles TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('members.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('members.manage')));
GRANT SELECT, INSERT, UPDATE (name, permissions, version, updated_at), DELETE ON department_roles TO auth_app;

GRANT UPDATE (department_role_id) ON memberships TO auth_app;
CREATE POLICY leaving ON memberships FOR DELETE TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id()));

-- Colleagues see each other's address and name, and nothing else of the account.
ALTER TABLE users ADD COLUMN display_name text
    GENERATED ALWAYS AS (coalesce(user_metadata ->> 'full_name', user_metadata ->> 'name')) VIRTUAL;
CREATE POLICY colleagues ON users FOR SELECT TO auth_app
    USING ((SELECT app.has_permission('members.read'))
           AND id IN (SELECT user_id FROM memberships WHERE tenant_id = (SELECT app.tenant_id())));
GRANT SELECT (display_name) ON users TO auth_app;
