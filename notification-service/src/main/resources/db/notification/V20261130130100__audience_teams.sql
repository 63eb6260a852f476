-- Audiences may name teams, whose members may see a row besides. What is there already names none. Locks: the three
-- tables against everything, for a moment; no row is written.
ALTER TABLE tickets_seen ADD COLUMN audience_teams uuid[] NOT NULL DEFAULT '{}';
ALTER TABLE feed_events ADD COLUMN audience_teams uuid[] NOT NULL DEFAULT '{}';
ALTER TABLE webhook_messages ADD COLUMN audience_teams uuid[] NOT NULL DEFAULT '{}';

-- The audience's rule, in SQL: io.deskwire.common.event.Audience. The teams are looked up only where a row names some.
ALTER POLICY audience ON feed_events
    USING (tenant_id = (SELECT app.tenant_id())
           AND (audience_permission = ANY ((SELECT app.permissions())::text[])
                OR (SELECT app.user_id()) = ANY (audience_users)
                OR audience_teams <> '{}' AND audience_teams && (SELECT app.team_ids())::uuid[])
           AND audience_needs <@ (SELECT app.permissions())::text[]);
