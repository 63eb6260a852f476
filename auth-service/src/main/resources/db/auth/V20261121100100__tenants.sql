-- Tenants, memberships, service users and API keys. Locks: new objects only.
CREATE TABLE tenants (
    id         uuid        PRIMARY KEY,
    name       text        NOT NULL,
    slug       text        NOT NULL UNIQUE,
    domain     text        UNIQUE,
    owner_id   uuid        NOT NULL REFERENCES users,
    metadata   jsonb       NOT NULL,
    status     text        NOT NULL CHECK (status IN ('active', 'suspended', 'deleted')),
    version    bigint      NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX tenants_by_owner ON tenants (owner_id);

CREATE TABLE memberships (
    tenant_id  uuid        NOT NULL REFERENCES tenants,
    user_id    uuid        NOT NULL REFERENCES users ON DELETE CASCADE,
    role       text        NOT NULL CHECK (role IN ('admin', 'agent', 'va', 'client')),
    version    bigint      NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX memberships_by_user ON memberships (user_id);

CREATE TABLE service_users (
    tenant_id        uuid        NOT NULL REFERENCES tenants,
    id               uuid        NOT NULL REFERENCES users ON DELETE CASCADE,
    name             text        NOT NULL,
    description      text,
    application_id   text,
    application_name text,
    permissions      text[]      NOT NULL,
    rate_limit       int,
    status           text        NOT NULL CHECK (status IN ('active', 'suspended')),
    version          bigint      NOT NULL,
    created_by       uuid        NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE api_keys (
    tenant_id       uuid        NOT NULL,
    id              uuid        NOT NULL,
    service_user_id uuid        NOT NULL,
    name            text        NOT NULL,
    public_id       text        NOT NULL UNIQUE,
    secret_hash     bytea       NOT NULL,
    scopes          text[],                  -- null: all of the service user's permissions
    allowed_cidrs   cidr[],                  -- null: from anywhere
    expires_at      timestamptz,
    revoked_at      timestamptz,
    last_used_at    timestamptz,
    last_used_ip    text,
    version         bigint      NOT NULL,
    created_by      uuid        NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, service_user_id) REFERENCES service_users (tenant_id, id)
);
CREATE INDEX api_keys_by_service_user ON api_keys (tenant_id, service_user_id);

ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
ALTER TABLE service_users ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_users FORCE ROW LEVEL SECURITY;
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;

-- People see the tenants they belong to or own, whichever one their session is in.
CREATE POLICY seen ON tenants FOR SELECT TO auth_app
    USING (id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.read'))
           OR owner_id = (SELECT app.user_id())
           OR id IN (SELECT tenant_id FROM memberships WHERE user_id = (SELECT app.user_id())));
CREATE POLICY founded ON tenants FOR INSERT TO auth_app
    WITH CHECK (owner_id = (SELECT app.user_id()));
CREATE POLICY managed ON tenants FOR UPDATE TO auth_app
    USING (id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')))
    WITH CHECK (id = (SELECT app.tenant_id()));
GRANT SELECT, INSERT, UPDATE (name, domain, metadata, version, updated_at) ON tenants TO auth_app;

CREATE POLICY seen ON memberships FOR SELECT TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('members.read'))
           OR user_id = (SELECT app.user_id()));
CREATE POLICY managed ON memberships TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('members.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('members.manage')));
GRANT SELECT, INSERT, UPDATE (role, version, updated_at), DELETE ON memberships TO auth_app;

CREATE POLICY managed ON service_users TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('service_users.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('service_users.manage')));
GRANT SELECT, INSERT, DELETE,
      UPDATE (name, description, application_id, application_name, permissions, rate_limit, status, version, updated_at)
      ON service_users TO auth_app;

CREATE POLICY managed ON api_keys TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('api_keys.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('api_keys.manage')));
GRANT SELECT, INSERT, UPDATE (revoked_at, version) ON api_keys TO auth_app;
