-- A webhook goes on with the trace of the change that it tells of. Locks: `webhook_messages` against everything for a
-- moment (no row is written).
ALTER TABLE webhook_messages ADD COLUMN traceparent text;
