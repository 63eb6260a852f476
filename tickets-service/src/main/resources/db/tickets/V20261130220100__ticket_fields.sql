-- The custom fields that a tenant defines for its tickets. One that is removed stays as a mark: of its values, which stay
-- too, it still has to be known whether clients see them. Locks: new objects only.
CREATE TABLE ticket_fields (
    tenant_id          uuid        NOT NULL,
    id                 uuid        NOT NULL,
    key                text        NOT NULL, -- of `custom_fields`
    type               text        NOT NULL
                       CHECK (type IN ('text', 'number', 'boolean', 'date', 'select', 'multi_select', 'regex')),
    label              text        NOT NULL,
    options            text[]      NOT NULL, -- what is chosen from; of a regex the one expression
    required_on        text[]      NOT NULL CHECK (required_on <@ '{create,solve}'),
    visible_to_client  boolean     NOT NULL,
    editable_by_client boolean     NOT NULL CHECK (visible_to_client OR NOT editable_by_client),
    version            bigint      NOT NULL,
    created_by         uuid,
    updated_by         uuid,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    removed_at         timestamptz,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT ticket_fields_key UNIQUE (tenant_id, key)
);

-- Clients know the fields that they see.
ALTER TABLE ticket_fields ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_fields FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON ticket_fields FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id())
           AND ((SELECT app.has_permission('tickets.read')) OR visible_to_client AND removed_at IS NULL));
CREATE POLICY made ON ticket_fields FOR INSERT TO ${service}_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
                AND (SELECT app.has_permission('ticket_fields.manage')));
CREATE POLICY changed ON ticket_fields FOR UPDATE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (SELECT app.has_permission('ticket_fields.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()));
-- A field that takes the key of a removed one takes its place.
CREATE POLICY replaced ON ticket_fields FOR DELETE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (SELECT app.has_permission('ticket_fields.manage')) AND removed_at IS NOT NULL);
GRANT SELECT, INSERT, DELETE,
      UPDATE (label, options, required_on, visible_to_client, editable_by_client, version, updated_by, updated_at, removed_at)
      ON ticket_fields TO ${service}_app;

-- What every write of a ticket is checked against and every answer to a client is cut by, in the statement that reads or
-- writes the ticket: all fields, also those that the caller does not see. NULL where the tenant never had one.
CREATE POLICY asked ON ticket_fields FOR SELECT TO ${service}_owner USING (true);
CREATE FUNCTION app.ticket_fields(tenant uuid) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
SELECT jsonb_agg(jsonb_build_object(
           'key', f.key, 'type', f.type, 'options', f.options, 'required_on', f.required_on,
           'visible', f.visible_to_client, 'editable', f.editable_by_client, 'removed', f.removed_at IS NOT NULL)
       ORDER BY f.id)
  FROM ticket_fields f
 WHERE f.tenant_id = $1 AND (session_user <> '${service}_app' OR $1 = (SELECT app.tenant_id()))
$$;
REVOKE EXECUTE ON FUNCTION app.ticket_fields FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.ticket_fields TO ${service}_app, ${service}_system;
