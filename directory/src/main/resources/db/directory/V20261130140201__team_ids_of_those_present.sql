-- The teams of the caller, for policies: none for somebody who has left the tenant or is suspended, whatever the teams
-- still say. The same rule as io.deskwire.directory.DirectoryRepository. Locks: none.
CREATE OR REPLACE FUNCTION app.team_ids() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(array_agg(t.team_id), '{}') FROM team_members_seen t
           WHERE t.tenant_id = (SELECT app.tenant_id()) AND t.user_id = (SELECT app.user_id())
             AND NOT EXISTS (SELECT FROM members_seen m
                              WHERE m.tenant_id = t.tenant_id AND m.user_id = t.user_id AND m.deleted)
             AND NOT EXISTS (SELECT FROM service_users_seen s
                              WHERE s.tenant_id = t.tenant_id AND s.id = t.user_id AND s.status <> 'active') $$;
