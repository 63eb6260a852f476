-- What people have begun to write, each for themselves. Locks: new objects only.
CREATE TABLE ticket_drafts (
    tenant_id  uuid        NOT NULL,
    ticket_id  uuid        NOT NULL,
    user_id    uuid        NOT NULL,
    id         uuid        NOT NULL,
    body       text        NOT NULL,
    visibility text        NOT NULL CHECK (visibility IN ('public', 'internal')),
    version    bigint      NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id, user_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES tickets (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX ticket_drafts_by_user ON ticket_drafts (tenant_id, user_id);

ALTER TABLE ticket_drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_drafts FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON ticket_drafts TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
           AND (SELECT app.has_permission('tickets.write')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND user_id = (SELECT app.user_id())
                AND (SELECT app.has_permission('tickets.write')));
GRANT SELECT, INSERT, DELETE, UPDATE (body, visibility, version, updated_at) ON ticket_drafts TO ${service}_app;

-- A caller who deletes a ticket deletes the drafts on it unseen; each is told to its writer.
CREATE POLICY removed_with_ticket ON ticket_drafts TO ${service}_owner USING (true);
CREATE FUNCTION app.remove_drafts(tenant uuid, ticket uuid) RETURNS SETOF ticket_drafts
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
BEGIN
    IF session_user = '${service}_app'
       AND (tenant IS DISTINCT FROM app.tenant_id() OR NOT app.has_permission('tickets.delete')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'drafts on a ticket that the caller may not delete';
    END IF;
    RETURN QUERY DELETE FROM ticket_drafts d WHERE d.tenant_id = tenant AND d.ticket_id = ticket RETURNING d.*;
END $$;
REVOKE EXECUTE ON FUNCTION app.remove_drafts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.remove_drafts TO ${service}_app, ${service}_system;
