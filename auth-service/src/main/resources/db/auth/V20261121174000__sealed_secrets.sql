-- Secrets that are read again lie sealed (AES-256-GCM, DESKWIRE_ENCRYPTION_KEY), bound to their row. What lay here in the
-- clear goes: no released version wrote it, and sign-ins under way last minutes. Locks: both tables exclusively, for a moment.
DELETE FROM tenant_service_secrets;
ALTER TABLE tenant_service_secrets DROP COLUMN secret, ADD COLUMN sealed bytea NOT NULL;
GRANT UPDATE (sealed) ON tenant_service_secrets TO auth_app;
ALTER TABLE flow_states
    DROP COLUMN provider_access_token, ADD COLUMN provider_access_token bytea,
    DROP COLUMN provider_refresh_token, ADD COLUMN provider_refresh_token bytea;
