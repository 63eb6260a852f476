-- The only thing Debezium reads. Insert-only, partitioned by day, dropped by partition (ADR 0003).
-- Locks: new objects only.
CREATE TABLE outbox (
    id              uuid        NOT NULL, -- UUIDv7, the event's id
    tenant_id       uuid        NOT NULL, -- nil UUID for platform events of no tenant
    type            text        NOT NULL,
    subject         text        NOT NULL,
    subject_version bigint      NOT NULL,
    actor           text        NOT NULL,
    traceparent     text,
    audience        text        NOT NULL,
    data            text        NOT NULL CHECK (octet_length(data) <= 262144),
    occurred_at     timestamptz NOT NULL
) PARTITION BY RANGE (occurred_at);
CREATE TABLE outbox_default PARTITION OF outbox DEFAULT;
CREATE INDEX outbox_by_time ON outbox (occurred_at, id);
CREATE INDEX outbox_by_subject ON outbox (tenant_id, subject);

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY append ON outbox FOR INSERT TO ${service}_app WITH CHECK (tenant_id = (SELECT app.tenant_id()));
GRANT INSERT ON outbox TO ${service}_app;
REVOKE UPDATE, DELETE ON outbox FROM ${service}_system;
GRANT SELECT ON outbox TO ${service}_cdc;

-- What changed since a version, for the answer to a stale update: the caller's own tenant only.
CREATE POLICY own_changes ON outbox FOR SELECT TO ${service}_owner USING (tenant_id = (SELECT app.tenant_id()));
CREATE FUNCTION app.changed_since(subject text, version bigint) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
SELECT DISTINCT jsonb_array_elements_text(o.data::jsonb -> 'changed')
  FROM outbox o
 WHERE o.tenant_id = (SELECT app.tenant_id()) AND o.subject = $1 AND o.subject_version > $2
   AND o.data::jsonb ? 'changed'
 ORDER BY 1
$$;

CREATE TABLE cdc_heartbeat (
    id      int         PRIMARY KEY,
    beat_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON cdc_heartbeat TO ${service}_cdc;

-- Updates are published for the heartbeat's sake alone; nobody may update the outbox.
CREATE PUBLICATION deskwire_outbox FOR TABLE outbox, cdc_heartbeat
    WITH (publish = 'insert, update', publish_via_partition_root = true);

SELECT app.maintain_partitions('outbox', 3, 7);
