-- When a session's refresh tokens before the last one were replaced, as far as they are still answered (ADR 0009).
-- Locks: `sessions` exclusively, for a moment; no row is rewritten.
ALTER TABLE sessions ADD COLUMN earlier_refreshes timestamptz[] NOT NULL DEFAULT '{}'; -- newest first, without refreshed_at
