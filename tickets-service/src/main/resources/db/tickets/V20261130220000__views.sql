-- Saved lists of tickets. A private one is its owner's alone. One that is shared with a team is seen by the team, its owner
-- and those who manage views; one that is shared with the tenant by everybody with tickets.read. Locks: new objects only.
CREATE TABLE views (
    tenant_id   uuid        NOT NULL,
    id          uuid        NOT NULL,
    title       text        NOT NULL,
    conditions  jsonb       NOT NULL, -- {"all": [{field, op, value}], "any": [...]}
    sort        text        NOT NULL CHECK (sort IN ('created_at', '-created_at', 'updated_at', '-updated_at')),
    columns     text[]      NOT NULL,
    shared_with text        NOT NULL CHECK (shared_with IN ('me', 'team', 'tenant')),
    team_id     uuid        CHECK ((team_id IS NOT NULL) = (shared_with = 'team')),
    version     bigint      NOT NULL,
    created_by  uuid                 -- the owner; null where the system made it, which shares it
                CHECK (created_by IS NOT NULL OR shared_with <> 'me'),
    updated_by  uuid,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

ALTER TABLE views ENABLE ROW LEVEL SECURITY;
ALTER TABLE views FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON views FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (created_by = (SELECT app.user_id())
                OR CASE shared_with
                       WHEN 'tenant' THEN true
                       WHEN 'team' THEN (SELECT app.has_permission('views.manage'))
                                        OR team_id = ANY ((SELECT app.team_ids())::uuid[])
                       ELSE false
                   END));
CREATE POLICY made ON views FOR INSERT TO ${service}_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
                AND (SELECT app.has_permission('tickets.write')) AND created_by = (SELECT app.user_id()));
-- Nobody changes what they do not see, and the owner stays: the new row alone says whether the change is allowed.
CREATE POLICY changed ON views FOR UPDATE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id())
                AND (created_by = (SELECT app.user_id())
                     OR shared_with <> 'me' AND (SELECT app.has_permission('views.manage'))));
CREATE POLICY removed ON views FOR DELETE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write'))
           AND (created_by = (SELECT app.user_id())
                OR shared_with <> 'me' AND (SELECT app.has_permission('views.manage'))));
GRANT SELECT, INSERT, DELETE,
      UPDATE (title, conditions, sort, columns, shared_with, team_id, version, updated_by, updated_at)
      ON views TO ${service}_app;
