-- The private half of a signing key lies sealed (AES-256-GCM, DESKWIRE_ENCRYPTION_KEY), bound to its kid; jwk then is the
-- public half. Keys of before lie open until they are rotated out. Locks: signing_keys exclusively, for a moment.
ALTER TABLE signing_keys ADD COLUMN sealed bytea;
