-- What a tenant keeps with a product is for who manages the tenant; the product itself is for everybody who may read the
-- tenant. Locks: `tenant_services` exclusively, while its configurations move.
CREATE TABLE tenant_service_configs (
    tenant_id    uuid  NOT NULL,
    service_name text  NOT NULL,
    config       jsonb NOT NULL,               -- secrets shown as "***"
    PRIMARY KEY (tenant_id, service_name),
    FOREIGN KEY (tenant_id, service_name) REFERENCES tenant_services (tenant_id, service_name) ON DELETE CASCADE
);

ALTER TABLE tenant_services NO FORCE ROW LEVEL SECURITY;
INSERT INTO tenant_service_configs (tenant_id, service_name, config)
SELECT tenant_id, service_name, config FROM tenant_services WHERE config <> '{}';
ALTER TABLE tenant_services FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant_services DROP COLUMN config;

ALTER TABLE tenant_service_configs ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_service_configs FORCE ROW LEVEL SECURITY;
CREATE POLICY managed ON tenant_service_configs TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')));
GRANT SELECT, INSERT, UPDATE (config) ON tenant_service_configs TO auth_app;
