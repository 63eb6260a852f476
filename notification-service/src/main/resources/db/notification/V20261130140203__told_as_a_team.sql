-- Somebody who was told of a row as a member of a team must be in it to go on reading: needs may name teams (ADR 0060).
-- No row so far does. The teams are looked up only where permissions alone do not do. Locks: the three tables against
-- everything, for a moment; no row is written.
ALTER POLICY own ON notifications
    USING (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
           AND (needs <@ (SELECT app.permissions())::text[]
                OR app.fulfils(needs, (SELECT app.permissions() || app.team_ids()::text[])::text[])))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
                AND (needs <@ (SELECT app.permissions())::text[]
                     OR app.fulfils(needs, (SELECT app.permissions() || app.team_ids()::text[])::text[])));
ALTER POLICY own ON notification_counters
    USING (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
           AND (needs <@ (SELECT app.permissions())::text[]
                OR app.fulfils(needs, (SELECT app.permissions() || app.team_ids()::text[])::text[])))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
                AND (needs <@ (SELECT app.permissions())::text[]
                     OR app.fulfils(needs, (SELECT app.permissions() || app.team_ids()::text[])::text[])));
-- The audience's rule, in SQL: io.deskwire.common.event.Audience.
ALTER POLICY audience ON feed_events
    USING (tenant_id = (SELECT app.tenant_id())
           AND (audience_permission = ANY ((SELECT app.permissions())::text[])
                OR (SELECT app.user_id()) = ANY (audience_users)
                OR audience_teams <> '{}' AND audience_teams && (SELECT app.team_ids())::uuid[])
           AND (audience_needs <@ (SELECT app.permissions())::text[]
                OR app.fulfils(audience_needs, (SELECT app.permissions() || app.team_ids()::text[])::text[])));
