-- In-app notifications and what they are derived from. Locks: new objects only.

-- Who belongs to which tenant, as far as identity events have told. A row outlives its membership, so that a late
-- event cannot bring somebody back.
CREATE TABLE members_seen (
    tenant_id  uuid        NOT NULL,
    user_id    uuid        NOT NULL,
    role       text        NOT NULL,
    version    bigint      NOT NULL,
    deleted    boolean     NOT NULL,
    changed_at timestamptz NOT NULL, -- time of the last event applied
    PRIMARY KEY (tenant_id, user_id)
);

-- Whose ticket it is: comments name only the ticket.
CREATE TABLE tickets_seen (
    tenant_id   uuid   NOT NULL,
    ticket_id   uuid   NOT NULL,
    subject     text   NOT NULL,
    assignee_id uuid,
    created_by  uuid,
    version     bigint NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id)
);

-- What was announced lately, and to whom: somebody whose membership is seen only now gets what it missed.
CREATE TABLE announcements (
    tenant_id   uuid        NOT NULL,
    event_id    uuid        NOT NULL,
    kind        text        NOT NULL,
    occurred_at timestamptz NOT NULL,
    roles       text[]      NOT NULL,
    users       uuid[]      NOT NULL,
    internal    boolean     NOT NULL, -- not for role client
    actor       text        NOT NULL,
    about_table text        NOT NULL,
    about_id    uuid        NOT NULL,
    title       text        NOT NULL,
    PRIMARY KEY (tenant_id, event_id, kind)
);
CREATE INDEX announcements_by_tenant_and_time ON announcements (tenant_id, occurred_at);
CREATE INDEX announcements_by_time ON announcements (occurred_at);

CREATE TABLE notifications (
    tenant_id   uuid        NOT NULL,
    user_id     uuid        NOT NULL,
    id          uuid        NOT NULL,
    kind        text        NOT NULL,
    title       text        NOT NULL,
    about_table text        NOT NULL,
    about_id    uuid        NOT NULL,
    event_id    uuid        NOT NULL,
    actor       text        NOT NULL,
    read_at     timestamptz,
    archived_at timestamptz,
    version     bigint      NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, user_id, id),
    UNIQUE (tenant_id, user_id, event_id)
);
CREATE INDEX notifications_unread ON notifications (tenant_id, user_id, id) WHERE read_at IS NULL AND archived_at IS NULL;

-- Changed in the transaction of the notification's own change, so it equals the count at any time.
CREATE TABLE notification_counters (
    tenant_id uuid   NOT NULL,
    user_id   uuid   NOT NULL,
    unread    bigint NOT NULL CHECK (unread >= 0),
    PRIMARY KEY (tenant_id, user_id)
);

-- A row where somebody has decided; everything else is on.
CREATE TABLE notification_preferences (
    tenant_id  uuid        NOT NULL,
    user_id    uuid        NOT NULL,
    kind       text        NOT NULL,
    in_app     boolean     NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, user_id, kind)
);

ALTER TABLE members_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE members_seen FORCE ROW LEVEL SECURITY;
ALTER TABLE tickets_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE tickets_seen FORCE ROW LEVEL SECURITY;
ALTER TABLE announcements ENABLE ROW LEVEL SECURITY;
ALTER TABLE announcements FORCE ROW LEVEL SECURITY;
ALTER TABLE notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE notifications FORCE ROW LEVEL SECURITY;
ALTER TABLE notification_counters ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification_counters FORCE ROW LEVEL SECURITY;
ALTER TABLE notification_preferences ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification_preferences FORCE ROW LEVEL SECURITY;

-- Requests have no grant on these three; the policies hold should one ever be given.
CREATE POLICY own_tenant ON members_seen TO notification_app USING (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY own_tenant ON tickets_seen TO notification_app USING (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY own_tenant ON announcements TO notification_app USING (tenant_id = (SELECT app.tenant_id()));

CREATE POLICY own ON notifications TO notification_app
    USING (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id()))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id()));
GRANT SELECT, UPDATE (read_at, archived_at, version, updated_at) ON notifications TO notification_app;

CREATE POLICY own ON notification_counters TO notification_app
    USING (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id()))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id()));
GRANT SELECT, UPDATE (unread) ON notification_counters TO notification_app;

CREATE POLICY own ON notification_preferences TO notification_app
    USING (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id()))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id()));
GRANT SELECT, INSERT, DELETE ON notification_preferences TO notification_app;
