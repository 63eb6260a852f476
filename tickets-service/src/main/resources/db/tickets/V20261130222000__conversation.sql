-- Comments say whom they mention and whether a customer wrote them; their author changes them for a while, and what they said
-- before is kept. Locks: ticket_comments exclusively, while those of customers are marked and indexed.
ALTER TABLE ticket_comments
    ADD COLUMN from_customer boolean     NOT NULL DEFAULT false,
    ADD COLUMN mentions      uuid[]      NOT NULL DEFAULT '{}',
    ADD COLUMN edited_at     timestamptz;
ALTER TABLE ticket_comments NO FORCE ROW LEVEL SECURITY;
UPDATE ticket_comments SET from_customer = true WHERE author_id = requester_user_id;
ALTER TABLE ticket_comments FORCE ROW LEVEL SECURITY;
-- Whether a customer has written since.
CREATE INDEX ticket_comments_of_customers ON ticket_comments (tenant_id, ticket_id, id) WHERE from_customer;

ALTER POLICY written ON ticket_comments
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND author_id = (SELECT app.user_id())
                AND (SELECT app.has_permission('tickets.write'))
                AND from_customer <> (SELECT app.has_permission('tickets.read'))
                AND (visibility = 'public' OR (SELECT app.has_permission('comments.internal'))));
CREATE POLICY edited ON ticket_comments FOR UPDATE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND author_id = (SELECT app.user_id())
           AND (SELECT app.has_permission('tickets.write')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND author_id = (SELECT app.user_id()));
CREATE POLICY removed ON ticket_comments FOR DELETE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write'))
           AND (SELECT app.has_permission('tickets.delete')));
GRANT DELETE, UPDATE (body, mentions, version, edited_at) ON ticket_comments TO ${service}_app;

CREATE TABLE ticket_comment_edits (
    tenant_id  uuid        NOT NULL,
    comment_id uuid        NOT NULL,
    version    bigint      NOT NULL, -- the comment's, up to which it said so
    body       text        NOT NULL,
    at         timestamptz NOT NULL, -- when it was written
    PRIMARY KEY (tenant_id, comment_id, version),
    FOREIGN KEY (tenant_id, comment_id) REFERENCES ticket_comments ON DELETE CASCADE
);
ALTER TABLE ticket_comment_edits ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_comment_edits FORCE ROW LEVEL SECURITY;
-- Seen by the team, as far as it sees the comment; written by the author, a customer too.
CREATE POLICY seen ON ticket_comment_edits FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND EXISTS (SELECT FROM ticket_comments c
                        WHERE c.tenant_id = ticket_comment_edits.tenant_id AND c.id = ticket_comment_edits.comment_id));
CREATE POLICY kept ON ticket_comment_edits FOR INSERT TO ${service}_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write'))
                AND EXISTS (SELECT FROM ticket_comments c
                             WHERE c.tenant_id = ticket_comment_edits.tenant_id AND c.id = ticket_comment_edits.comment_id
                               AND c.author_id = (SELECT app.user_id())));
GRANT SELECT, INSERT ON ticket_comment_edits TO ${service}_app;
