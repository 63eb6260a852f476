-- Teams, and whose turn it is in them. Locks: new objects; CREATE INDEX holds writes to tickets back while it reads them.
CREATE TABLE teams (
    tenant_id  uuid        NOT NULL,
    id         uuid        NOT NULL,
    name       text        NOT NULL,
    assignment text        NOT NULL CHECK (assignment IN ('manual', 'round_robin', 'least_loaded')),
    capacity   integer,
    members    jsonb       NOT NULL, -- [{user_id, capacity, available}], each user once
    version    bigint      NOT NULL,
    created_by uuid,
    updated_by uuid,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL, -- by the database's clock, for updated_since (ADR 0039)
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT teams_name UNIQUE (tenant_id, name)
);
CREATE INDEX teams_by_change ON teams (tenant_id, changed_at);
CREATE TRIGGER stamped BEFORE INSERT OR UPDATE ON teams FOR EACH ROW EXECUTE FUNCTION app.stamp_change();

-- Seen by those who work on tickets; changed by those who manage members. Members say themselves whether they are there.
ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE teams FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON teams FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read')));
CREATE POLICY made ON teams FOR INSERT TO ${service}_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
                AND (SELECT app.has_permission('members.manage')));
CREATE POLICY changed ON teams FOR UPDATE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND ((SELECT app.has_permission('members.manage')) OR (SELECT app.has_permission('tickets.write'))))
    WITH CHECK (tenant_id = (SELECT app.tenant_id())
                AND ((SELECT app.has_permission('members.manage'))
                     OR members @> jsonb_build_array(jsonb_build_object('user_id', (SELECT app.user_id())))));
CREATE POLICY removed ON teams FOR DELETE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (SELECT app.has_permission('members.manage')));
GRANT SELECT, INSERT, DELETE, UPDATE (name, assignment, capacity, members, version, updated_by, updated_at)
      ON teams TO ${service}_app;

-- When a member was last given a ticket by the team's turns; of no interest to anybody else.
CREATE TABLE team_turns (
    tenant_id uuid        NOT NULL,
    team_id   uuid        NOT NULL,
    user_id   uuid        NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, team_id, user_id),
    FOREIGN KEY (tenant_id, team_id) REFERENCES teams ON DELETE CASCADE
);
ALTER TABLE team_turns ENABLE ROW LEVEL SECURITY;
ALTER TABLE team_turns FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON team_turns TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write')));
GRANT SELECT, INSERT, UPDATE (at) ON team_turns TO ${service}_app;

-- What a team and each of its members have to do.
CREATE INDEX tickets_of_team ON tickets (tenant_id, team_id, assignee_id)
    WHERE team_id IS NOT NULL AND status IN ('open', 'pending', 'on_hold');

-- Teams of one tenant, or of all, told once more to those whose directory has lost them (docs/operations.md, ADR 0059): in
-- the versions that they have, which change nothing for those who know them, and for nobody's eyes, so that no stream and
-- no webhook tells of them. Answers how many were told.
CREATE FUNCTION app.tell_teams_again(of_tenant uuid DEFAULT NULL) RETURNS bigint
    LANGUAGE sql VOLATILE SET search_path = public, pg_temp
    AS $$
WITH queued AS (
    INSERT INTO outbox (id, tenant_id, type, subject, subject_version, actor, audience, data, occurred_at)
    SELECT uuidv7(), tenant_id, 'team.updated', id::text, version, 'system:teams-told-again',
           '{"permission":null,"users":[]}',
           json_build_object('table', 'teams', 'record', json_build_object(
               'id', id, 'tenant_id', tenant_id, 'name', name, 'assignment', assignment, 'capacity', capacity,
               'members', members, 'version', version, 'created_by', created_by, 'updated_by', updated_by,
               'created_at', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
               'updated_at', to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))::text,
           now()
      FROM teams WHERE of_tenant IS NULL OR tenant_id = of_tenant
    RETURNING id
)
SELECT count(*) FROM queued
$$;
REVOKE EXECUTE ON FUNCTION app.tell_teams_again FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.tell_teams_again TO ${service}_system;
