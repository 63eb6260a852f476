-- Tenants as their events tell of them, agents and their secrets, devices, pairing. Locks: new objects only.

-- A projection of deskwire.identity.v1; read through the system door alone, so requests have no grant and no policy.
CREATE TABLE tenants_seen (
    id      uuid   PRIMARY KEY,
    slug    text   NOT NULL, -- may be seen twice while a deletion and a new tenant cross on their way
    status  text   NOT NULL CHECK (status IN ('active', 'suspended', 'deleted')),
    version bigint NOT NULL
);
CREATE INDEX tenants_seen_by_slug ON tenants_seen (slug);
ALTER TABLE tenants_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants_seen FORCE ROW LEVEL SECURITY;

CREATE TABLE automation_agents (
    tenant_id   uuid        NOT NULL,
    id          uuid        NOT NULL,
    agent_type  text        NOT NULL,
    device_id   text        NOT NULL,
    name        text,
    status      text        NOT NULL CHECK (status IN ('active', 'paused', 'replacing', 'revoked')),
    status_at   timestamptz NOT NULL,
    version     bigint      NOT NULL,
    paired_by   uuid        NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX automation_agents_by_id ON automation_agents (id);
CREATE INDEX automation_agents_replacing ON automation_agents (status_at) WHERE status = 'replacing';

-- The HS256 secrets. Requests may write them; only the system door reads one.
CREATE TABLE agent_secrets (
    tenant_id  uuid        NOT NULL,
    agent_id   uuid        NOT NULL,
    secret     bytea       NOT NULL CHECK (octet_length(secret) = 32),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, agent_id),
    FOREIGN KEY (tenant_id, agent_id) REFERENCES automation_agents (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE automation_devices (
    tenant_id  uuid        NOT NULL,
    id         text        NOT NULL, -- the extension's own identifier of its installation
    name       text,
    version    bigint      NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

-- A request that names no known tenant is kept under the nil UUID, where nobody sees it and nobody can approve it.
CREATE TABLE automation_pairing_requests (
    tenant_id      uuid        NOT NULL,
    id             uuid        NOT NULL,
    agent_type     text        NOT NULL,
    device_id      text        NOT NULL,
    device_name    text,
    public_key     text,
    requested_from text        NOT NULL,
    status         text        NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'expired')),
    code_hash      bytea       NOT NULL,
    secret_hash    bytea       NOT NULL,
    wrong_codes    int         NOT NULL,
    agent_id       uuid,
    decided_by     uuid,
    token_taken_at timestamptz,
    expires_at     timestamptz NOT NULL,
    version        bigint      NOT NULL,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX automation_pairing_requests_by_id ON automation_pairing_requests (id);
CREATE INDEX automation_pairing_requests_open ON automation_pairing_requests (expires_at) WHERE status = 'pending';

ALTER TABLE automation_agents ENABLE ROW LEVEL SECURITY;
ALTER TABLE automation_agents FORCE ROW LEVEL SECURITY;
ALTER TABLE agent_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_secrets FORCE ROW LEVEL SECURITY;
ALTER TABLE automation_devices ENABLE ROW LEVEL SECURITY;
ALTER TABLE automation_devices FORCE ROW LEVEL SECURITY;
ALTER TABLE automation_pairing_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE automation_pairing_requests FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON automation_agents FOR SELECT TO automation_app
    USING (tenant_id = (SELECT app.tenant_id())
           AND ((SELECT app.has_permission('admin.automation')) OR id = (SELECT app.user_id())));
CREATE POLICY managed ON automation_agents TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')));
GRANT SELECT, INSERT, UPDATE (status, status_at, version, updated_at) ON automation_agents TO automation_app;

CREATE POLICY managed ON agent_secrets TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')));
GRANT SELECT (tenant_id, agent_id), INSERT, UPDATE (secret, created_at), DELETE ON agent_secrets TO automation_app;

CREATE POLICY managed ON automation_devices TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')));
GRANT SELECT, INSERT, UPDATE (name, version, updated_at) ON automation_devices TO automation_app;

CREATE POLICY managed ON automation_pairing_requests TO automation_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('admin.automation')));
GRANT SELECT, UPDATE (status, wrong_codes, agent_id, decided_by, version, updated_at)
      ON automation_pairing_requests TO automation_app;
