-- What the relay must remember: how far it came, what it set aside, and (only where wal_level is not logical) in which
-- order events were committed. Locks: SHARE ROW EXCLUSIVE on outbox for a moment, for the policy.
CREATE TABLE relay_state (
    id                int         PRIMARY KEY CHECK (id = 1),
    system_identifier text        NOT NULL, -- of the cluster that made the slot; LSNs of two clusters do not compare
    confirmed_lsn     pg_lsn,               -- written before the slot is moved: the slot is never ahead of it
    newest_event_at   timestamptz,          -- the largest occurred_at that Kafka acknowledged
    replay_from       timestamptz,          -- set: events since then go out again before streaming goes on
    replay_reason     text,
    updated_at        timestamptz NOT NULL
);
CREATE TABLE outbox_quarantine (
    event_id       uuid        PRIMARY KEY,
    occurred_at    timestamptz NOT NULL,
    reason         text        NOT NULL,
    quarantined_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON relay_state TO ${service}_cdc;
GRANT SELECT, INSERT, UPDATE ON outbox_quarantine TO ${service}_cdc;
CREATE POLICY relay ON outbox FOR SELECT TO ${service}_cdc USING (true);

-- Relay by polling: a number per event, given at commit under one lock, so that the order of numbers is the order in
-- which transactions became visible. The price is that commits with events stand in line, about 1 / commit latency a
-- second. The trigger exists only while that relay is chosen.
CREATE TABLE outbox_queue (
    number      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    uuid        NOT NULL,
    occurred_at timestamptz NOT NULL
);
GRANT SELECT, DELETE ON outbox_queue TO ${service}_cdc;

CREATE FUNCTION app.number_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('outbox_queue'));
    INSERT INTO outbox_queue (event_id, occurred_at) VALUES (NEW.id, NEW.occurred_at);
    RETURN NULL;
END $$;

-- True where it changed something. Locks: SHARE ROW EXCLUSIVE on outbox while the trigger is made, so it waits for
-- transactions that have appended and no event of theirs is missed; ACCESS EXCLUSIVE for a moment when it goes.
CREATE FUNCTION app.number_events(wanted boolean) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    present boolean := EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'outbox'::regclass AND tgname = 'number_event');
BEGIN
    IF wanted AND NOT present THEN
        CREATE CONSTRAINT TRIGGER number_event AFTER INSERT ON outbox
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.number_event();
    ELSIF present AND NOT wanted THEN
        DROP TRIGGER number_event ON outbox;
        TRUNCATE outbox_queue;
    END IF;
    RETURN wanted <> present;
END $$;
REVOKE EXECUTE ON FUNCTION app.number_events FROM PUBLIC;
GRANT USAGE ON SCHEMA app TO ${service}_cdc;
GRANT EXECUTE ON FUNCTION app.number_events TO ${service}_cdc;
