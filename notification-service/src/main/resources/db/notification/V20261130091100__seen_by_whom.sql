-- Whoever is told of a row must go on being allowed to see it: notifications, their counts and their events keep the
-- permissions that takes. Locks: the five tables against everything; the rows of `announcements`, and those of
-- `notifications` and `feed_events` that need another value than the default, are written.
ALTER TABLE notifications NO FORCE ROW LEVEL SECURITY;
ALTER TABLE notification_counters NO FORCE ROW LEVEL SECURITY;
ALTER TABLE announcements NO FORCE ROW LEVEL SECURITY;
ALTER TABLE members_seen NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tickets_seen NO FORCE ROW LEVEL SECURITY;
ALTER TABLE feed_events NO FORCE ROW LEVEL SECURITY;

-- What is there already: by its kind. A client's own ticket needs nothing.
CREATE FUNCTION app.needs_of_before(told_tenant uuid, told_user uuid, told_kind text, told_about uuid) RETURNS text[]
    LANGUAGE sql STABLE
    AS $$ SELECT CASE WHEN told_kind = 'job.needs_attention' THEN '{jobs.read}'
                      WHEN told_kind = 'pairing.requested' THEN '{admin.automation}'
                      WHEN EXISTS (SELECT FROM tickets_seen t JOIN members_seen m ON m.tenant_id = t.tenant_id
                                    WHERE t.tenant_id = told_tenant AND t.ticket_id = told_about AND t.created_by = told_user
                                      AND m.user_id = told_user AND m.role = 'client') THEN '{}'
                      ELSE '{tickets.read}' END::text[] $$;

ALTER TABLE notifications ADD COLUMN needs text[] NOT NULL DEFAULT '{tickets.read}';
UPDATE notifications SET needs = app.needs_of_before(tenant_id, user_id, kind, about_id)
 WHERE needs <> app.needs_of_before(tenant_id, user_id, kind, about_id);
ALTER TABLE notifications ALTER COLUMN needs DROP DEFAULT;

-- One count for each set of needs, so that what somebody may not see any more does not count. The one without needs is
-- always there, and is what whoever changes an owner's rows locks first.
DELETE FROM notification_counters;
ALTER TABLE notification_counters DROP CONSTRAINT notification_counters_pkey;
ALTER TABLE notification_counters ADD COLUMN needs text[] NOT NULL;
ALTER TABLE notification_counters ADD PRIMARY KEY (tenant_id, user_id, needs);
INSERT INTO notification_counters (tenant_id, user_id, needs, unread)
SELECT tenant_id, user_id, needs, sum(unread) FROM (
    SELECT tenant_id, user_id, needs, 1 AS unread FROM notifications WHERE read_at IS NULL AND archived_at IS NULL
    UNION ALL SELECT DISTINCT tenant_id, user_id, '{}'::text[], 0 FROM notifications) counted
 GROUP BY tenant_id, user_id, needs;

-- All of these must admit somebody who is told.
ALTER TABLE announcements ADD COLUMN audiences jsonb;
UPDATE announcements
   SET audiences = CASE WHEN kind = 'job.needs_attention' THEN '[{"permission": "jobs.read", "users": []}]'
                        WHEN kind = 'pairing.requested' THEN '[{"permission": "admin.automation", "users": []}]'
                        WHEN internal THEN '[{"permission": "comments.internal", "users": []},
                                             {"permission": "tickets.read", "users": []}]'
                        ELSE '[{"permission": "tickets.read", "users": []}]' END::jsonb;
ALTER TABLE announcements ALTER COLUMN audiences SET NOT NULL, DROP COLUMN internal;

ALTER TABLE feed_events ADD COLUMN audience_needs text[] NOT NULL DEFAULT '{}';
UPDATE feed_events f
   SET audience_needs = app.needs_of_before(f.tenant_id, f.audience_users[1], f.event::jsonb #>> '{data,record,kind}',
                                            (f.event::jsonb #>> '{data,record,subject}')::uuid)
 WHERE topic = 'deskwire.notifications.v1' AND type IN ('notification.created', 'notification.updated');

DROP FUNCTION app.needs_of_before;

ALTER POLICY own ON notifications
    USING (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
           AND needs <@ (SELECT app.permissions())::text[])
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
                AND needs <@ (SELECT app.permissions())::text[]);
ALTER POLICY own ON notification_counters
    USING (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
           AND needs <@ (SELECT app.permissions())::text[])
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
                AND needs <@ (SELECT app.permissions())::text[]);
-- The audience's rule, in SQL: io.deskwire.common.event.Audience.
ALTER POLICY audience ON feed_events
    USING (tenant_id = (SELECT app.tenant_id())
           AND (audience_permission = ANY ((SELECT app.permissions())::text[])
                OR (SELECT app.user_id()) = ANY (audience_users))
           AND audience_needs <@ (SELECT app.permissions())::text[]);

ALTER TABLE notifications FORCE ROW LEVEL SECURITY;
ALTER TABLE notification_counters FORCE ROW LEVEL SECURITY;
ALTER TABLE announcements FORCE ROW LEVEL SECURITY;
ALTER TABLE members_seen FORCE ROW LEVEL SECURITY;
ALTER TABLE tickets_seen FORCE ROW LEVEL SECURITY;
ALTER TABLE feed_events FORCE ROW LEVEL SECURITY;
