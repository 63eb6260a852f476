-- Which products a tenant has, and how far their provisioning is. Secrets of a product's configuration lie apart, in a
-- table requests can write and not read. Locks: new objects only.
CREATE TABLE tenant_services (
    tenant_id       uuid        NOT NULL REFERENCES tenants,
    service_name    text        NOT NULL CHECK (service_name ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
    id              uuid        NOT NULL,     -- the subject of its events
    service_id      text,                     -- what the product calls the tenant
    config          jsonb       NOT NULL,     -- secrets shown as "***"
    enabled         boolean     NOT NULL,
    status          text        NOT NULL CHECK (status IN ('unprovisioned', 'linked', 'requested', 'provisioning',
                                                           'provisioned', 'failed', 'not_configured')),
    attempts        int         NOT NULL,
    next_attempt_at timestamptz,              -- due then; while provisioning: taken over by another worker then
    last_error      text,
    version         bigint      NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, service_name)
);
CREATE INDEX tenant_services_due ON tenant_services (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

CREATE TABLE tenant_service_secrets (
    tenant_id    uuid NOT NULL,
    service_name text NOT NULL,
    path         text NOT NULL,               -- JSON pointer into config
    secret       text NOT NULL,
    PRIMARY KEY (tenant_id, service_name, path),
    FOREIGN KEY (tenant_id, service_name) REFERENCES tenant_services (tenant_id, service_name) ON DELETE CASCADE
);

ALTER TABLE tenant_services ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_services FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant_service_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_service_secrets FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON tenant_services FOR SELECT TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.read')));
CREATE POLICY managed ON tenant_services TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')));
GRANT SELECT, INSERT,
      UPDATE (service_id, config, enabled, status, attempts, next_attempt_at, last_error, version, updated_at)
      ON tenant_services TO auth_app;

CREATE POLICY managed ON tenant_service_secrets TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')));
GRANT SELECT (tenant_id, service_name, path), INSERT, UPDATE (secret), DELETE ON tenant_service_secrets TO auth_app;
