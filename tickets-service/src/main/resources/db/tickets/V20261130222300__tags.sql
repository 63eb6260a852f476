-- Which tickets have a tag, and how many. Kept by a trigger, which changes them with the tags alone; what is in the trash does
-- not count. Locks: tickets against writes while the tags are copied.
CREATE TABLE ticket_tags (
    tenant_id uuid NOT NULL,
    key       text NOT NULL, -- the tag in lower case
    ticket_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, key, ticket_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES tickets (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX ticket_tags_by_ticket ON ticket_tags (tenant_id, ticket_id);

-- Counts, without what is still in tag_changes: tickets that get a tag at once do not wait for each other.
CREATE TABLE tags (
    tenant_id uuid   NOT NULL,
    key       text   NOT NULL,
    name      text   NOT NULL, -- as first written
    tickets   bigint NOT NULL,
    PRIMARY KEY (tenant_id, key)
);
CREATE TABLE tag_changes (
    tenant_id uuid     NOT NULL,
    id        uuid     NOT NULL DEFAULT uuidv7(),
    key       text     NOT NULL,
    name      text     NOT NULL,
    delta     smallint NOT NULL, -- 1 or -1
    PRIMARY KEY (tenant_id, id)
);

INSERT INTO ticket_tags (tenant_id, key, ticket_id)
SELECT DISTINCT t.tenant_id, lower(tag), t.id FROM tickets t, unnest(t.tags) AS tag;
INSERT INTO tags (tenant_id, key, name, tickets)
SELECT t.tenant_id, lower(tag), (array_agg(tag ORDER BY t.id))[1], count(DISTINCT t.id)
  FROM tickets t, unnest(t.tags) AS tag
 GROUP BY t.tenant_id, lower(tag);

ALTER TABLE ticket_tags ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_tags FORCE ROW LEVEL SECURITY;
ALTER TABLE tags ENABLE ROW LEVEL SECURITY;
ALTER TABLE tags FORCE ROW LEVEL SECURITY;
ALTER TABLE tag_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE tag_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON ticket_tags FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read')));
CREATE POLICY seen ON tags FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read')));
CREATE POLICY seen ON tag_changes FOR SELECT TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read')));
-- Requests say how a tag is spelled. What it counts is nobody's to say.
CREATE POLICY spelled_first ON tags FOR INSERT TO ${service}_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
                AND (SELECT app.has_permission('tickets.write')) AND tickets = 0);
CREATE POLICY spelled ON tags FOR UPDATE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.read'))
           AND (SELECT app.has_permission('tickets.write')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()));
GRANT SELECT ON ticket_tags, tag_changes TO ${service}_app;
GRANT SELECT, INSERT, UPDATE (name) ON tags TO ${service}_app;
CREATE POLICY kept ON ticket_tags TO ${service}_owner USING (true);
CREATE POLICY kept ON tag_changes TO ${service}_owner USING (true);

-- A ticket that is deleted for good was in the trash before.
CREATE FUNCTION app.keep_tags() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    had text[] := '{}';
    has text[] := '{}';
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.deleted_at IS NULL THEN
        had := OLD.tags;
    END IF;
    IF NEW.deleted_at IS NULL THEN
        has := NEW.tags;
    END IF;
    WITH gone AS (
        DELETE FROM ticket_tags t
         WHERE t.tenant_id = NEW.tenant_id AND t.ticket_id = NEW.id
           AND t.key NOT IN (SELECT lower(tag) FROM unnest(has) AS tag)
        RETURNING t.key
    )
    INSERT INTO tag_changes (tenant_id, key, name, delta)
    SELECT DISTINCT ON (gone.key) NEW.tenant_id, gone.key, tag, -1
      FROM gone JOIN unnest(had) AS tag ON lower(tag) = gone.key;
    WITH come AS (
        INSERT INTO ticket_tags (tenant_id, key, ticket_id)
        SELECT DISTINCT NEW.tenant_id, lower(tag), NEW.id FROM unnest(has) AS tag
        ON CONFLICT DO NOTHING
        RETURNING key
    )
    INSERT INTO tag_changes (tenant_id, key, name, delta)
    SELECT DISTINCT ON (come.key) NEW.tenant_id, come.key, tag, 1
      FROM come JOIN unnest(has) AS tag ON lower(tag) = come.key;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION app.keep_tags FROM PUBLIC;
CREATE TRIGGER tags_kept AFTER INSERT ON tickets FOR EACH ROW
    WHEN (NEW.tags <> '{}') EXECUTE FUNCTION app.keep_tags();
CREATE TRIGGER tags_changed AFTER UPDATE ON tickets FOR EACH ROW
    WHEN (OLD.tags IS DISTINCT FROM NEW.tags OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
    EXECUTE FUNCTION app.keep_tags();
