-- Deleted tickets lie in the trash for a while, and their comments with them. People follow tickets; a ticket may follow up a
-- closed one. Locks: tickets and ticket_comments exclusively, for the catalogue and while three indexes are built.
ALTER TABLE tickets
    ADD COLUMN followers    uuid[]      NOT NULL DEFAULT '{}',
    ADD COLUMN follow_up_of uuid,       -- stays when that ticket is purged
    ADD COLUMN deleted_at   timestamptz;
-- An external id is free again once its ticket is in the trash.
CREATE UNIQUE INDEX tickets_by_external_id ON tickets (tenant_id, source, external_id)
    WHERE external_id IS NOT NULL AND deleted_at IS NULL;
ALTER TABLE tickets DROP CONSTRAINT tickets_external;
CREATE INDEX tickets_in_trash ON tickets (tenant_id, deleted_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX tickets_to_purge ON tickets (deleted_at) WHERE deleted_at IS NOT NULL;

-- The trash is for those who read all tickets and may delete them; what is purged comes from there.
ALTER POLICY seen ON tickets
    USING (tenant_id = (SELECT app.tenant_id())
           AND ((SELECT app.has_permission('tickets.read')) OR requester_user_id = (SELECT app.user_id()))
           AND (deleted_at IS NULL
                OR (SELECT app.has_permission('tickets.read')) AND (SELECT app.has_permission('tickets.delete'))));
ALTER POLICY changed ON tickets
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write'))
           AND ((SELECT app.has_permission('tickets.read')) OR requester_user_id = (SELECT app.user_id()))
           AND (deleted_at IS NULL OR (SELECT app.has_permission('tickets.delete'))))
    WITH CHECK (tenant_id = (SELECT app.tenant_id())
                AND (deleted_at IS NULL OR (SELECT app.has_permission('tickets.delete'))));
ALTER POLICY removed ON tickets
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.delete'))
           AND deleted_at IS NOT NULL);
GRANT UPDATE (followers, deleted_at) ON tickets TO ${service}_app;

ALTER TABLE ticket_comments ADD COLUMN trashed boolean NOT NULL DEFAULT false; -- with its ticket
ALTER POLICY seen ON ticket_comments
    USING (tenant_id = (SELECT app.tenant_id()) AND NOT trashed
           AND CASE visibility
                   WHEN 'internal' THEN (SELECT app.has_permission('comments.internal'))
                   ELSE (SELECT app.has_permission('tickets.read')) OR requester_user_id = (SELECT app.user_id())
               END);

-- A caller who deletes or restores a ticket moves all its comments, even unreadable ones: each is told to its own audience.
-- The owner sees them only while a function that moves comments runs. Policies of one role add up: one that always held would
-- show them to every other function of the owner's, such as the search.
DROP FUNCTION app.comments_to_remove;
DROP POLICY removed_with_ticket ON ticket_comments;
CREATE FUNCTION app.moves_comments() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ SELECT current_setting('app.moving_comments', true) = 'on' $$;
CREATE POLICY moved_with_ticket ON ticket_comments TO ${service}_owner USING ((SELECT app.moves_comments()));
CREATE FUNCTION app.move_comments(tenant uuid, ticket uuid, into_trash boolean) RETURNS SETOF ticket_comments
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
BEGIN
    IF session_user = '${service}_app'
       AND (tenant IS DISTINCT FROM app.tenant_id() OR NOT app.has_permission('tickets.delete')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'comments on a ticket that the caller may not delete';
    END IF;
    PERFORM set_config('app.moving_comments', 'on', true);
    RETURN QUERY UPDATE ticket_comments c SET trashed = into_trash, version = c.version + 1
                  WHERE c.tenant_id = tenant AND c.ticket_id = ticket AND c.trashed <> into_trash
              RETURNING c.*;
    PERFORM set_config('app.moving_comments', '', true);
END $$;
REVOKE EXECUTE ON FUNCTION app.move_comments FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.move_comments TO ${service}_app, ${service}_system;
