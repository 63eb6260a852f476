-- How tickets belong together, and which were merged into which. Locks: tickets against writes while an index is built.
CREATE TABLE ticket_links (
    tenant_id      uuid        NOT NULL,
    id             uuid        NOT NULL,
    from_ticket_id uuid        NOT NULL,
    kind           text        NOT NULL CHECK (kind IN ('parent', 'child', 'duplicate', 'duplicated_by', 'related', 'blocks', 'blocked_by')),
    ticket_id      uuid        NOT NULL,
    version        bigint      NOT NULL,
    created_by     uuid,
    created_at     timestamptz NOT NULL,
    trashed        boolean     NOT NULL DEFAULT false, -- with either of its tickets
    -- Two tickets have one link of each pair of kinds.
    pair           text        NOT NULL GENERATED ALWAYS AS (
        CASE kind WHEN 'child' THEN 'parent' WHEN 'duplicated_by' THEN 'duplicate' WHEN 'blocked_by' THEN 'blocks' ELSE kind END) STORED,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT ticket_links_once UNIQUE (tenant_id, from_ticket_id, ticket_id, pair),
    CHECK (from_ticket_id <> ticket_id),
    FOREIGN KEY (tenant_id, from_ticket_id) REFERENCES tickets (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES tickets (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX ticket_links_by_other ON ticket_links (tenant_id, ticket_id);

ALTER TABLE ticket_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_links FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON ticket_links FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (NOT trashed OR (SELECT app.has_permission('tickets.delete'))));
CREATE POLICY made ON ticket_links FOR INSERT TO ${service}_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
                AND (SELECT app.has_permission('tickets.write')));
CREATE POLICY moved ON ticket_links FOR UPDATE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.delete')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY removed ON ticket_links FOR DELETE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (SELECT app.has_permission('tickets.write')));
GRANT SELECT, INSERT, DELETE, UPDATE (trashed, version) ON ticket_links TO ${service}_app;

-- A caller who undoes a merge deletes the link that it made, with its inverse, even where they lie unseen in the trash with the
-- other ticket: they would come back with it.
CREATE POLICY removed_with_merge ON ticket_links TO ${service}_owner USING (true);
CREATE FUNCTION app.remove_link(tenant uuid, ticket uuid, link uuid) RETURNS SETOF ticket_links
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    both_ids uuid[];
BEGIN
    IF session_user = '${service}_app'
       AND (tenant IS DISTINCT FROM app.tenant_id() OR NOT app.has_permission('tickets.read')
            OR NOT app.has_permission('tickets.write')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a link of a ticket that the caller may not change';
    END IF;
    SELECT array_agg(l.id) INTO both_ids
      FROM ticket_links m
      JOIN ticket_links l ON l.tenant_id = m.tenant_id AND l.pair = m.pair
       AND (l.from_ticket_id, l.ticket_id) IN ((m.from_ticket_id, m.ticket_id), (m.ticket_id, m.from_ticket_id))
     WHERE m.tenant_id = tenant AND m.id = link AND m.from_ticket_id = ticket;
    -- In the order of those who move them.
    PERFORM FROM ticket_links l WHERE l.tenant_id = tenant AND l.id = ANY (both_ids) ORDER BY l.id FOR UPDATE;
    RETURN QUERY DELETE FROM ticket_links l WHERE l.tenant_id = tenant AND l.id = ANY (both_ids) RETURNING l.*;
END $$;
REVOKE EXECUTE ON FUNCTION app.remove_link FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.remove_link TO ${service}_app, ${service}_system;

ALTER TABLE tickets ADD COLUMN merged_into uuid; -- stays when that ticket is purged
CREATE INDEX tickets_by_merge ON tickets (tenant_id, merged_into) WHERE merged_into IS NOT NULL;
GRANT UPDATE (merged_into) ON tickets TO ${service}_app;

-- What it takes to undo a merge; of no interest to anybody else.
CREATE TABLE ticket_merges (
    tenant_id uuid        NOT NULL,
    ticket_id uuid        NOT NULL,
    target_id uuid        NOT NULL,
    status    text        NOT NULL,
    solved_at timestamptz,
    closed_at timestamptz,
    merged_at timestamptz NOT NULL,
    link_id   uuid,       -- that the merge made; it may be deleted by now
    PRIMARY KEY (tenant_id, ticket_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES tickets (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE ticket_merges ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_merges FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ticket_merges TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (SELECT app.has_permission('tickets.write')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
                AND (SELECT app.has_permission('tickets.write')));
GRANT SELECT, INSERT, DELETE ON ticket_merges TO ${service}_app;

-- A caller who splits a ticket moves the comments of others, as far as they are visible to it. The owner sees all of them
-- meanwhile, so the function asks.
CREATE FUNCTION app.split_comments(tenant uuid, ticket uuid, target uuid, comments uuid[]) RETURNS SETOF ticket_comments
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    sees_all boolean := session_user <> '${service}_app' OR app.has_permission('comments.internal');
BEGIN
    IF session_user = '${service}_app'
       AND (tenant IS DISTINCT FROM app.tenant_id() OR NOT app.has_permission('tickets.read')
            OR NOT app.has_permission('tickets.write')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'comments on a ticket that the caller may not change';
    END IF;
    PERFORM set_config('app.moving_comments', 'on', true);
    RETURN QUERY UPDATE ticket_comments c SET ticket_id = target, version = c.version + 1
                  WHERE c.tenant_id = tenant AND c.ticket_id = ticket AND c.id = ANY (comments) AND NOT c.trashed
                    AND (c.visibility = 'public' OR sees_all)
              RETURNING c.*;
    PERFORM set_config('app.moving_comments', '', true);
END $$;
REVOKE EXECUTE ON FUNCTION app.split_comments FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.split_comments TO ${service}_app, ${service}_system;
