-- What members and service users may do and who may see a ticket, as far as events have told, so that whoever tells
-- somebody of a row can ask. Locks: `members_seen` and `tickets_seen` against everything; the rows of clients' tickets are
-- written.
ALTER TABLE members_seen NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tickets_seen NO FORCE ROW LEVEL SECURITY;

ALTER TABLE members_seen ADD COLUMN department_role_id uuid;

-- Of tickets from before, the permission is known, and that a client sees its own.
ALTER TABLE tickets_seen
    ADD COLUMN audience_permission text DEFAULT 'tickets.read',
    ADD COLUMN audience_users uuid[] NOT NULL DEFAULT '{}';
ALTER TABLE tickets_seen ALTER COLUMN audience_permission DROP DEFAULT, ALTER COLUMN audience_users DROP DEFAULT;
UPDATE tickets_seen t
   SET audience_users = ARRAY[t.created_by]
  FROM members_seen m
 WHERE m.tenant_id = t.tenant_id AND m.user_id = t.created_by AND m.role = 'client';

ALTER TABLE members_seen FORCE ROW LEVEL SECURITY;
ALTER TABLE tickets_seen FORCE ROW LEVEL SECURITY;

-- Only where a tenant has set its own.
CREATE TABLE roles_seen (
    tenant_id   uuid   NOT NULL,
    role        text   NOT NULL,
    permissions text[] NOT NULL,
    version     bigint NOT NULL,
    PRIMARY KEY (tenant_id, role)
);

-- A row outlives its department role, without permissions, so that a late event cannot bring them back.
CREATE TABLE department_roles_seen (
    tenant_id   uuid   NOT NULL,
    id          uuid   NOT NULL,
    permissions text[] NOT NULL,
    version     bigint NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE service_users_seen (
    tenant_id   uuid        NOT NULL,
    id          uuid        NOT NULL,
    permissions text[]      NOT NULL,
    status      text        NOT NULL CHECK (status IN ('active', 'suspended', 'deleted')),
    version     bigint      NOT NULL,
    changed_at  timestamptz NOT NULL, -- time of the last event applied
    PRIMARY KEY (tenant_id, id)
);

ALTER TABLE roles_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE roles_seen FORCE ROW LEVEL SECURITY;
ALTER TABLE department_roles_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE department_roles_seen FORCE ROW LEVEL SECURITY;
ALTER TABLE service_users_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_users_seen FORCE ROW LEVEL SECURITY;

-- Requests have no grant on these three; the policies hold should one ever be given.
CREATE POLICY own_tenant ON roles_seen TO notification_app USING (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY own_tenant ON department_roles_seen TO notification_app USING (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY own_tenant ON service_users_seen TO notification_app USING (tenant_id = (SELECT app.tenant_id()));
