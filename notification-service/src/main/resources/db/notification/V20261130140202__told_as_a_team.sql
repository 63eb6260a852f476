-- Somebody who was told of a row as a member of a team must be in it to go on reading: a need may have alternatives,
-- permissions and ids of teams (ADR 0060). No row's has so far. The teams are looked up only where permissions alone do not
-- do. Locks: the three tables against everything, for a moment; no row is written.

-- What the caller has of what needs ask for: permissions, and ids of teams.
CREATE FUNCTION app.held() RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT (SELECT app.permissions()) || (SELECT app.team_ids())::text[] $$;

-- The same rule as io.deskwire.directory.Need.
ALTER POLICY own ON notifications
    USING (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
           AND (needs <@ (SELECT app.permissions())::text[]
                OR NOT EXISTS (SELECT FROM unnest(needs) AS need
                                WHERE NOT string_to_array(need, '|') && (SELECT app.held())::text[])))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
                AND (needs <@ (SELECT app.permissions())::text[]
                     OR NOT EXISTS (SELECT FROM unnest(needs) AS need
                                     WHERE NOT string_to_array(need, '|') && (SELECT app.held())::text[])));
ALTER POLICY own ON notification_counters
    USING (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
           AND (needs <@ (SELECT app.permissions())::text[]
                OR NOT EXISTS (SELECT FROM unnest(needs) AS need
                                WHERE NOT string_to_array(need, '|') && (SELECT app.held())::text[])))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
                AND (needs <@ (SELECT app.permissions())::text[]
                     OR NOT EXISTS (SELECT FROM unnest(needs) AS need
                                     WHERE NOT string_to_array(need, '|') && (SELECT app.held())::text[])));
-- The audience's rule, in SQL: io.deskwire.common.event.Audience.
ALTER POLICY audience ON feed_events
    USING (tenant_id = (SELECT app.tenant_id())
           AND (audience_permission = ANY ((SELECT app.permissions())::text[])
                OR (SELECT app.user_id()) = ANY (audience_users)
                OR audience_teams <> '{}' AND audience_teams && (SELECT app.team_ids())::uuid[])
           AND (audience_needs <@ (SELECT app.permissions())::text[]
                OR NOT EXISTS (SELECT FROM unnest(audience_needs) AS need
                                WHERE NOT string_to_array(need, '|') && (SELECT app.held())::text[])));
