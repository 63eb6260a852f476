-- Tickets, their numbers and their history. Who sees a row is who its events are addressed to: everybody with
-- tickets.read, and the client who asked. Locks: new objects only.

-- One row a tenant, locked from the number on until the commit: a tenant's tickets commit in the order of their numbers.
CREATE TABLE ticket_counters (
    tenant_id   uuid   PRIMARY KEY,
    last_number bigint NOT NULL
);

CREATE TABLE tickets (
    tenant_id             uuid        NOT NULL,
    id                    uuid        NOT NULL,
    number                bigint      NOT NULL,
    subject               text        NOT NULL,
    description           text,
    status                text        NOT NULL CHECK (status IN ('open', 'pending', 'on_hold', 'solved', 'closed')),
    priority              text        NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    type                  text,
    tags                  text[]      NOT NULL,
    custom_fields         jsonb       NOT NULL,
    requester_id          uuid,
    requester_user_id     uuid,                 -- the client who asked, where one did; never shown
    assignee_id           uuid,
    team_id               uuid,
    source                text,
    external_id           text        CHECK (source IS NOT NULL OR external_id IS NULL),
    first_response_due_at timestamptz,
    resolution_due_at     timestamptz,
    sla_breached          boolean     NOT NULL,
    version               bigint      NOT NULL,
    created_by            uuid        NOT NULL,
    updated_by            uuid        NOT NULL,
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    solved_at             timestamptz,
    closed_at             timestamptz,
    -- Tenants write in any language, so words are taken as they are written.
    search                tsvector    NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', subject), 'A') || setweight(to_tsvector('simple', coalesce(description, '')), 'B')) STORED,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT tickets_number UNIQUE (tenant_id, number),
    CONSTRAINT tickets_external UNIQUE (tenant_id, source, external_id),
    FOREIGN KEY (tenant_id, requester_id) REFERENCES contacts (tenant_id, id)
);
CREATE INDEX tickets_by_update ON tickets (tenant_id, updated_at, id);
CREATE INDEX tickets_by_status ON tickets (tenant_id, status, id);
CREATE INDEX tickets_by_assignee ON tickets (tenant_id, assignee_id, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX tickets_by_requester ON tickets (tenant_id, requester_id, id);
CREATE INDEX tickets_by_requester_user ON tickets (tenant_id, requester_user_id, id) WHERE requester_user_id IS NOT NULL;
CREATE INDEX tickets_by_word ON tickets USING gin (search);

CREATE TABLE ticket_history (
    tenant_id uuid        NOT NULL,
    ticket_id uuid        NOT NULL,
    version   bigint      NOT NULL, -- the ticket's version that this change made
    actor     text        NOT NULL, -- user:<uuid>, service_user:<uuid>, system:<purpose>
    changes   jsonb       NOT NULL, -- [{field, from, to}]; empty for the creation
    at        timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id, version),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES tickets (tenant_id, id) ON DELETE CASCADE
);

ALTER TABLE ticket_counters ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_counters FORCE ROW LEVEL SECURITY;
ALTER TABLE tickets ENABLE ROW LEVEL SECURITY;
ALTER TABLE tickets FORCE ROW LEVEL SECURITY;
ALTER TABLE ticket_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_history FORCE ROW LEVEL SECURITY;

CREATE POLICY counted ON ticket_counters TO tickets_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write')));
GRANT SELECT, INSERT, UPDATE (last_number) ON ticket_counters TO tickets_app;

CREATE POLICY seen ON tickets FOR SELECT TO tickets_app
    USING (tenant_id = (SELECT app.tenant_id())
           AND ((SELECT app.has_permission('tickets.read')) OR requester_user_id = (SELECT app.user_id())));
CREATE POLICY made ON tickets FOR INSERT TO tickets_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write'))
                AND ((SELECT app.has_permission('tickets.read')) OR requester_user_id = (SELECT app.user_id())));
CREATE POLICY changed ON tickets FOR UPDATE TO tickets_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write'))
           AND ((SELECT app.has_permission('tickets.read')) OR requester_user_id = (SELECT app.user_id())))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY removed ON tickets FOR DELETE TO tickets_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.delete')));
GRANT SELECT, INSERT, DELETE,
      UPDATE (subject, description, status, priority, type, tags, custom_fields, requester_id, assignee_id, team_id,
              version, updated_by, updated_at, solved_at, closed_at)
      ON tickets TO tickets_app;

-- History tells what the team does among itself; who asked does not read it, but their changes are in it.
CREATE POLICY seen ON ticket_history FOR SELECT TO tickets_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read')));
CREATE POLICY appended ON ticket_history FOR INSERT TO tickets_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write')));
GRANT SELECT, INSERT ON ticket_history TO tickets_app;
