-- Products end with their tenant: what was made is removed before the tenant is erased. Locks: tenant_services exclusively,
-- for a moment.
ALTER TABLE tenant_services DROP CONSTRAINT tenant_services_status_check;
ALTER TABLE tenant_services ADD CONSTRAINT tenant_services_status_check
    CHECK (status IN ('unprovisioned', 'linked', 'requested', 'provisioning', 'provisioned', 'failed', 'not_configured',
                      'teardown', 'tearing_down', 'torn_down', 'teardown_failed'));
