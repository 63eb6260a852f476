-- Guard rows of consumers: inserted in the transaction of the effect (inbox), and first answers of repeatable
-- writes, stored in the transaction of the write (idempotency_key). Locks: new objects only.
CREATE TABLE inbox (
    consumer text        NOT NULL,
    event_id uuid        NOT NULL,
    seen_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_by_time ON inbox (seen_at);

CREATE TABLE idempotency_key (
    tenant_id    uuid        NOT NULL, -- the caller's own id where it has no tenant yet
    caller_id    uuid        NOT NULL,
    route        text        NOT NULL, -- method and path
    key          text        NOT NULL, -- SHA-256 of the caller's key, in hex
    request_hash bytea       NOT NULL,
    status       int         NOT NULL,
    headers      text        NOT NULL, -- JSON object of the answer's own headers
    body         bytea       NOT NULL, -- sealed with the caller's key
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, caller_id, route, key)
);
CREATE INDEX idempotency_key_by_time ON idempotency_key (created_at);

ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_key FORCE ROW LEVEL SECURITY;
-- A founder's first request begins without a tenant and ends within the new one; its key is under its own id.
CREATE POLICY own ON idempotency_key TO ${service}_app
    USING (caller_id = (SELECT app.user_id()) AND tenant_id IN ((SELECT app.tenant_id()), (SELECT app.user_id())))
    WITH CHECK (caller_id = (SELECT app.user_id()) AND tenant_id IN ((SELECT app.tenant_id()), (SELECT app.user_id())));
GRANT SELECT, INSERT, UPDATE ON idempotency_key TO ${service}_app;
