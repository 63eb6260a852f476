-- A signing key is published before it signs and stays until its last token has ended: which one signs is a question of
-- time, the same on every node. Locks: signing_keys exclusively, for a moment; it has a handful of rows.
ALTER TABLE signing_keys ADD COLUMN activates_at timestamptz;
UPDATE signing_keys SET activates_at = created_at;
ALTER TABLE signing_keys ALTER COLUMN activates_at SET NOT NULL;
ALTER TABLE signing_keys DROP COLUMN active;
