-- Rotation with overlap, expiry warnings, batched use and removal of machines and their keys. Locks: `service_users` and
-- `api_keys` exclusively, for a moment (new columns without a default); the indexes are built on small tables.
ALTER TABLE service_users
    ADD COLUMN previous_password_hash text,        -- good until overlap_ends_at
    ADD COLUMN rotated_at             timestamptz,
    ADD COLUMN overlap_ends_at        timestamptz,
    ADD COLUMN last_used_at           timestamptz,
    ADD COLUMN unused_reported_at     timestamptz,
    ADD COLUMN deleted_at             timestamptz; -- kept for its revoked keys' sake; nobody sees it any more
CREATE INDEX service_users_in_overlap ON service_users (overlap_ends_at) WHERE previous_password_hash IS NOT NULL;
GRANT UPDATE (previous_password_hash, rotated_at, overlap_ends_at, deleted_at) ON service_users TO auth_app;

ALTER TABLE api_keys
    ADD COLUMN previous_secret_hash bytea,         -- good until overlap_ends_at
    ADD COLUMN rotated_at           timestamptz,
    ADD COLUMN overlap_ends_at      timestamptz,
    ADD COLUMN expiry_warned_days   int;           -- the last warning: so many days before the end
CREATE INDEX api_keys_in_overlap ON api_keys (overlap_ends_at) WHERE previous_secret_hash IS NOT NULL;
CREATE INDEX api_keys_expiring ON api_keys (expires_at) WHERE revoked_at IS NULL AND expires_at IS NOT NULL;
GRANT UPDATE (secret_hash, previous_secret_hash, rotated_at, overlap_ends_at) ON api_keys TO auth_app;

-- The policy confines these to the tenant's own machines. The hash is of a generated password of 192 random bits.
GRANT SELECT (password_hash, app_metadata), UPDATE (password_hash, app_metadata, updated_at) ON users TO auth_app;
