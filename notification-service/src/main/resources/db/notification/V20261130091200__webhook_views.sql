-- A delivery keeps who may see its event, and an endpoint whose view counts since when, so that sending asks again.
-- Locks: `webhooks`, `webhook_messages` and `feed_events` against everything; every row of the first two is written.
ALTER TABLE webhooks NO FORCE ROW LEVEL SECURITY;
ALTER TABLE webhook_messages NO FORCE ROW LEVEL SECURITY;
ALTER TABLE feed_events NO FORCE ROW LEVEL SECURITY;

ALTER TABLE webhooks
    ADD COLUMN updated_by uuid,        -- the last editor: `permissions` are this one's
    ADD COLUMN saved_at   timestamptz; -- when; `updated_at` is also the time of what was nobody's decision
UPDATE webhooks SET updated_by = created_by, saved_at = updated_at;
ALTER TABLE webhooks ALTER COLUMN updated_by SET NOT NULL, ALTER COLUMN saved_at SET NOT NULL;
CREATE INDEX webhooks_by_saver ON webhooks (tenant_id, updated_by);
GRANT SELECT (updated_by, saved_at), UPDATE (updated_by, saved_at) ON webhooks TO notification_app;

-- Of messages from before the feed knows it. What it does not know any more is for nobody.
ALTER TABLE webhook_messages
    ADD COLUMN audience_permission text,
    ADD COLUMN audience_users      uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN audience_needs      text[] NOT NULL DEFAULT '{}';
UPDATE webhook_messages m
   SET audience_permission = f.audience_permission, audience_users = f.audience_users, audience_needs = f.audience_needs
  FROM feed_events f
 WHERE f.tenant_id = m.tenant_id AND f.event_id = m.id;
UPDATE webhook_messages SET audience_permission = 'webhooks.manage' WHERE type = 'webhook.test';
ALTER TABLE webhook_messages ALTER COLUMN audience_users DROP DEFAULT, ALTER COLUMN audience_needs DROP DEFAULT;

ALTER TABLE webhooks FORCE ROW LEVEL SECURITY;
ALTER TABLE webhook_messages FORCE ROW LEVEL SECURITY;
ALTER TABLE feed_events FORCE ROW LEVEL SECURITY;
