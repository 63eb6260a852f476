-- Comments. Public ones are seen by whoever sees the ticket, internal ones with comments.internal alone.
-- Locks: new objects only.
CREATE TABLE ticket_comments (
    tenant_id         uuid        NOT NULL,
    id                uuid        NOT NULL,
    ticket_id         uuid        NOT NULL,
    author_id         uuid        NOT NULL,
    visibility        text        NOT NULL CHECK (visibility IN ('public', 'internal')),
    body              text        NOT NULL,
    requester_user_id uuid,             -- the ticket's, so that the policy needs no other row; never shown
    version           bigint      NOT NULL,
    created_at        timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES tickets (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX ticket_comments_by_ticket ON ticket_comments (tenant_id, ticket_id, id);

ALTER TABLE ticket_comments ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_comments FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON ticket_comments FOR SELECT TO tickets_app
    USING (tenant_id = (SELECT app.tenant_id())
           AND CASE visibility
                   WHEN 'internal' THEN (SELECT app.has_permission('comments.internal'))
                   ELSE (SELECT app.has_permission('tickets.read')) OR requester_user_id = (SELECT app.user_id())
               END);
CREATE POLICY written ON ticket_comments FOR INSERT TO tickets_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND author_id = (SELECT app.user_id())
                AND (SELECT app.has_permission('tickets.write'))
                AND (visibility = 'public' OR (SELECT app.has_permission('comments.internal'))));
GRANT SELECT, INSERT ON ticket_comments TO tickets_app;

-- Whoever deletes a ticket deletes all its comments, also those they may not read: each is told to those who could.
CREATE POLICY removed_with_ticket ON ticket_comments FOR SELECT TO tickets_owner
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.delete')));
CREATE FUNCTION app.comments_to_remove(ticket uuid) RETURNS SETOF ticket_comments
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
SELECT * FROM ticket_comments
 WHERE tenant_id = (SELECT app.tenant_id()) AND ticket_id = $1
   AND (SELECT app.has_permission('tickets.delete'))
 ORDER BY id
$$;
