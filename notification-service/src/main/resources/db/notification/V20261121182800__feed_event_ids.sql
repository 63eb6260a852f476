-- The relay may send an event again; the feed keeps it at its first place. Rows from before get an id that no event has.
-- Locks: `feed_events` against everything while its rows, at most its retention's, are written anew.
ALTER TABLE feed_events ADD COLUMN event_id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE feed_events ALTER COLUMN event_id DROP DEFAULT;
CREATE INDEX feed_events_by_event ON feed_events (tenant_id, event_id);
