-- Members, service users, what they may do, and teams, as far as events have told. notification-service has the first
-- four tables already. Requests may read those of their own tenant. Locks: the four tables against everything, for a
-- moment; else new objects only.

-- A row outlives its membership, so that a late event cannot bring somebody back.
CREATE TABLE IF NOT EXISTS members_seen (
    tenant_id          uuid        NOT NULL,
    user_id            uuid        NOT NULL,
    role               text        NOT NULL,
    version            bigint      NOT NULL,
    deleted            boolean     NOT NULL,
    changed_at         timestamptz NOT NULL, -- when the membership last changed, by the writer's clock
    department_role_id uuid,
    PRIMARY KEY (tenant_id, user_id)
);

-- Only where a tenant has set its own.
CREATE TABLE IF NOT EXISTS roles_seen (
    tenant_id   uuid   NOT NULL,
    role        text   NOT NULL,
    permissions text[] NOT NULL,
    version     bigint NOT NULL,
    PRIMARY KEY (tenant_id, role)
);

-- A row outlives its department role, without permissions, so that a late event cannot bring them back.
CREATE TABLE IF NOT EXISTS department_roles_seen (
    tenant_id   uuid   NOT NULL,
    id          uuid   NOT NULL,
    permissions text[] NOT NULL,
    version     bigint NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE IF NOT EXISTS service_users_seen (
    tenant_id   uuid        NOT NULL,
    id          uuid        NOT NULL,
    permissions text[]      NOT NULL,
    status      text        NOT NULL CHECK (status IN ('active', 'suspended', 'deleted')),
    version     bigint      NOT NULL,
    changed_at  timestamptz NOT NULL, -- time of the last event applied
    PRIMARY KEY (tenant_id, id)
);

-- A row outlives its team, without members.
CREATE TABLE teams_seen (
    tenant_id uuid    NOT NULL,
    id        uuid    NOT NULL,
    version   bigint  NOT NULL,
    deleted   boolean NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE team_members_seen (
    tenant_id uuid NOT NULL,
    team_id   uuid NOT NULL,
    user_id   uuid NOT NULL,
    PRIMARY KEY (tenant_id, team_id, user_id)
);
CREATE INDEX team_members_seen_by_user ON team_members_seen (tenant_id, user_id);

ALTER TABLE members_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE members_seen FORCE ROW LEVEL SECURITY;
ALTER TABLE roles_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE roles_seen FORCE ROW LEVEL SECURITY;
ALTER TABLE department_roles_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE department_roles_seen FORCE ROW LEVEL SECURITY;
ALTER TABLE service_users_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_users_seen FORCE ROW LEVEL SECURITY;
ALTER TABLE teams_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE teams_seen FORCE ROW LEVEL SECURITY;
ALTER TABLE team_members_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE team_members_seen FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS own_tenant ON members_seen;
DROP POLICY IF EXISTS own_tenant ON roles_seen;
DROP POLICY IF EXISTS own_tenant ON department_roles_seen;
DROP POLICY IF EXISTS own_tenant ON service_users_seen;
CREATE POLICY own_tenant ON members_seen FOR SELECT TO ${service}_app USING (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY own_tenant ON roles_seen FOR SELECT TO ${service}_app USING (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY own_tenant ON department_roles_seen FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY own_tenant ON service_users_seen FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY own_tenant ON teams_seen FOR SELECT TO ${service}_app USING (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY own_tenant ON team_members_seen FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()));
GRANT SELECT ON members_seen, roles_seen, department_roles_seen, service_users_seen, teams_seen, team_members_seen
    TO ${service}_app;

-- The teams of the caller, for policies.
CREATE FUNCTION app.team_ids() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(array_agg(t.team_id), '{}') FROM team_members_seen t
           WHERE t.tenant_id = (SELECT app.tenant_id()) AND t.user_id = (SELECT app.user_id()) $$;
