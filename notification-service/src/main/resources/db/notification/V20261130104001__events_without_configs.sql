-- A product's configuration is for those who manage products; events from before, which every member may read, still tell it.
-- Locks: `feed_events` and `webhook_messages` against everything; the rows that tell of a configuration are written.
ALTER TABLE feed_events NO FORCE ROW LEVEL SECURITY;
ALTER TABLE webhook_messages NO FORCE ROW LEVEL SECURITY;

CREATE FUNCTION app.without_config(event jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE WHEN jsonb_typeof(rest #> '{data,changed}') = 'array'
                      THEN jsonb_set(rest, '{data,changed}', (rest #> '{data,changed}') - 'config')
                      ELSE rest END::text
            FROM (SELECT event #- '{data,record,config}' #- '{data,old_record,config}') AS stripped (rest) $$;

UPDATE feed_events SET event = app.without_config(event::jsonb)
 WHERE type LIKE 'tenant\_service.%' AND event LIKE '%"config"%';
UPDATE webhook_messages SET body = app.without_config(body::jsonb)
 WHERE type LIKE 'tenant\_service.%' AND body LIKE '%"config"%';

DROP FUNCTION app.without_config;

ALTER TABLE feed_events FORCE ROW LEVEL SECURITY;
ALTER TABLE webhook_messages FORCE ROW LEVEL SECURITY;
