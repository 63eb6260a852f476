-- The history of the event feed: every event of the topics, at its place in the log. Locks: new objects only.
CREATE FUNCTION app.permissions() RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT array(SELECT jsonb_array_elements_text(coalesce(app.claims() -> 'permissions', '[]'))) $$;

-- Partitioned by the time the broker's log gives the record, which is the same however often it is read.
CREATE TABLE feed_events (
    tenant_id           uuid        NOT NULL,
    topic               text        NOT NULL,
    log_partition       int         NOT NULL,
    log_offset          bigint      NOT NULL,
    logged_at           timestamptz NOT NULL,
    type                text        NOT NULL,
    occurred_at         timestamptz NOT NULL,
    audience_permission text,
    audience_users      uuid[]      NOT NULL,
    event               text        NOT NULL, -- the structured CloudEvent, byte for byte as live streams show it
    PRIMARY KEY (topic, log_partition, log_offset, logged_at)
) PARTITION BY RANGE (logged_at);
CREATE TABLE feed_events_default PARTITION OF feed_events DEFAULT;
CREATE INDEX feed_events_by_tenant ON feed_events (tenant_id, topic, log_offset);

ALTER TABLE feed_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE feed_events FORCE ROW LEVEL SECURITY;
-- The audience's rule, in SQL: io.deskwire.common.event.Audience.
CREATE POLICY audience ON feed_events FOR SELECT TO notification_app
    USING (tenant_id = (SELECT app.tenant_id())
           AND (audience_permission = ANY ((SELECT app.permissions())::text[])
                OR (SELECT app.user_id()) = ANY (audience_users)));
GRANT SELECT ON feed_events TO notification_app;

-- How far the history is: complete from first_offset up to next_offset. Says nothing of any tenant.
CREATE TABLE feed_positions (
    topic         text   NOT NULL,
    log_partition int    NOT NULL,
    first_offset  bigint NOT NULL,
    next_offset   bigint NOT NULL,
    PRIMARY KEY (topic, log_partition)
);
GRANT SELECT ON feed_positions TO notification_app;

-- What all nodes share and nobody configured: the key that signs cursors. Requests have no right to it.
CREATE TABLE node_secrets (
    name   text  PRIMARY KEY,
    secret bytea NOT NULL
);

SELECT app.maintain_partitions('feed_events', 3, 8);
