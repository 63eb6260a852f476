-- Webhook endpoints and the queue of their deliveries. Locks: new objects only.
CREATE TABLE webhooks (
    tenant_id             uuid        NOT NULL,
    id                    uuid        NOT NULL,
    url                   text        NOT NULL,
    event_types           text[]      NOT NULL, -- types of the catalogue, or '*'
    description           text,
    ordered               boolean     NOT NULL,
    status                text        NOT NULL CHECK (status IN ('active', 'disabled')),
    disabled_reason       text,
    permissions           text[]      NOT NULL, -- of the admin who set it up: events it may see
    created_by            uuid        NOT NULL,
    secret                text        NOT NULL,
    previous_secret       text,                 -- signs, too, until its time is up
    previous_secret_until timestamptz,
    failures              int         NOT NULL DEFAULT 0, -- attempts failed in a row
    failing_since         timestamptz,
    paused_until          timestamptz,                    -- the circuit is open
    version               bigint      NOT NULL,
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (id)
);

-- One body for all endpoints that get the event.
CREATE TABLE webhook_messages (
    tenant_id  uuid        NOT NULL,
    id         uuid        NOT NULL, -- the event's id, and the receiver's webhook-id
    type       text        NOT NULL,
    body       text        NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX webhook_messages_by_time ON webhook_messages (created_at);

CREATE TABLE webhook_deliveries (
    tenant_id       uuid        NOT NULL,
    id              uuid        NOT NULL,
    webhook_id      uuid        NOT NULL,
    message_id      uuid        NOT NULL,
    event_type      text        NOT NULL,
    trigger         text        NOT NULL CHECK (trigger IN ('event', 'test', 'replay')),
    status          text        NOT NULL CHECK (status IN ('pending', 'delivering', 'delivered', 'failed')),
    attempts        int         NOT NULL,
    due_at          timestamptz NOT NULL, -- while delivering: when the lease ends
    lease_token     uuid,
    response_status int,
    response_body   text,
    error           text,
    duration_ms     int,
    seq             bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    created_at      timestamptz NOT NULL,
    finished_at     timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, webhook_id) REFERENCES webhooks (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, message_id) REFERENCES webhook_messages (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (tenant_id, webhook_id, id);
CREATE INDEX webhook_deliveries_by_message ON webhook_deliveries (tenant_id, message_id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, due_at) WHERE status IN ('pending', 'delivering');
CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (webhook_id, seq) WHERE status IN ('pending', 'delivering');
-- A redelivered event cannot be queued twice, whatever the inbox still remembers.
CREATE UNIQUE INDEX webhook_deliveries_once ON webhook_deliveries (tenant_id, webhook_id, message_id) WHERE trigger = 'event';

ALTER TABLE webhooks ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhooks FORCE ROW LEVEL SECURITY;
ALTER TABLE webhook_messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_messages FORCE ROW LEVEL SECURITY;
ALTER TABLE webhook_deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_deliveries FORCE ROW LEVEL SECURITY;

CREATE POLICY managed ON webhooks TO notification_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('webhooks.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('webhooks.manage')));
-- Requests write a secret and never read one: only the dispatcher, behind the system door, signs.
GRANT SELECT (tenant_id, id, url, event_types, description, ordered, status, disabled_reason, permissions, created_by,
              failures, failing_since, paused_until, version, created_at, updated_at),
      INSERT, DELETE,
      UPDATE (url, event_types, description, ordered, status, disabled_reason, permissions, failures, failing_since,
              paused_until, version, updated_at)
      ON webhooks TO notification_app;

CREATE POLICY managed ON webhook_messages TO notification_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('webhooks.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('webhooks.manage')));
GRANT SELECT, INSERT ON webhook_messages TO notification_app;

CREATE POLICY managed ON webhook_deliveries TO notification_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('webhooks.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('webhooks.manage')));
GRANT SELECT, INSERT ON webhook_deliveries TO notification_app;
