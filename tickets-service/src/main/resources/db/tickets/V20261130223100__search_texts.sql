-- What a search reads besides tickets: comments, internal ones apart as notes, contacts and organizations. A table for
-- each, as `ticket_texts` has it, so that each changes with its text alone and a bound on one depends on no other
-- (ADR 0076). What is in the trash has none. Locks: ticket_comments, contacts and organizations exclusively while their
-- texts are copied and indexed.
DO $$
DECLARE
    texts text;
BEGIN
    FOREACH texts IN ARRAY ARRAY['comment_texts', 'note_texts', 'contact_texts', 'organization_texts'] LOOP
        EXECUTE format($table$
            CREATE TABLE %1$I (
                tenant_id uuid     NOT NULL,
                id        uuid     NOT NULL,
                text      text     NOT NULL, -- a heading and, on lines of its own, the rest
                search    tsvector NOT NULL, -- its words as they are written
                stems     tsvector,          -- and as the tenant has them reduced
                PRIMARY KEY (tenant_id, id)
            );
            ALTER TABLE %1$I ENABLE ROW LEVEL SECURITY;
            ALTER TABLE %1$I FORCE ROW LEVEL SECURITY;
            CREATE POLICY kept ON %1$I TO ${service}_owner USING (true);
            $table$, texts);
    END LOOP;
END $$;

-- A comment has no heading: its text begins with the end of an empty line.
CREATE FUNCTION app.comment_text(body text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT E'\n' || $1 $$;
CREATE FUNCTION app.contact_text(name text, email text, external_id text) RETURNS text
    LANGUAGE sql STABLE
    AS $$ SELECT concat_ws(E'\n', coalesce($1, ''), $2, $3) $$;
CREATE FUNCTION app.organization_text(name text, external_id text, domains text[]) RETURNS text
    LANGUAGE sql STABLE
    AS $$ SELECT concat_ws(E'\n', $1, $2, array_to_string($3, E'\n')) $$;

CREATE FUNCTION app.keep_comment_text() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    written text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM comment_texts t WHERE t.tenant_id = OLD.tenant_id AND t.id = OLD.id;
        DELETE FROM note_texts t WHERE t.tenant_id = OLD.tenant_id AND t.id = OLD.id;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN NULL;
    END IF;
    IF NEW.trashed THEN
        RETURN NULL;
    END IF;
    written := app.comment_text(NEW.body);
    IF NEW.visibility = 'public' THEN
        INSERT INTO comment_texts (tenant_id, id, text, search, stems)
        VALUES (NEW.tenant_id, NEW.id, written, app.words('simple', written), app.stems(NEW.tenant_id, written));
    ELSE
        INSERT INTO note_texts (tenant_id, id, text, search, stems)
        VALUES (NEW.tenant_id, NEW.id, written, app.words('simple', written), app.stems(NEW.tenant_id, written));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION app.keep_contact_text() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    written text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM contact_texts t WHERE t.tenant_id = OLD.tenant_id AND t.id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        written := app.contact_text(NEW.name, NEW.email, NEW.external_id);
        INSERT INTO contact_texts (tenant_id, id, text, search, stems)
        VALUES (NEW.tenant_id, NEW.id, written, app.words('simple', written), app.stems(NEW.tenant_id, written));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION app.keep_organization_text() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    written text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM organization_texts t WHERE t.tenant_id = OLD.tenant_id AND t.id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        written := app.organization_text(NEW.name, NEW.external_id, NEW.domains);
        INSERT INTO organization_texts (tenant_id, id, text, search, stems)
        VALUES (NEW.tenant_id, NEW.id, written, app.words('simple', written), app.stems(NEW.tenant_id, written));
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION app.keep_comment_text, app.keep_contact_text, app.keep_organization_text FROM PUBLIC;

CREATE TRIGGER text_kept AFTER INSERT OR DELETE ON ticket_comments
    FOR EACH ROW EXECUTE FUNCTION app.keep_comment_text();
CREATE TRIGGER text_changed AFTER UPDATE ON ticket_comments FOR EACH ROW
    WHEN (OLD.body IS DISTINCT FROM NEW.body OR OLD.visibility IS DISTINCT FROM NEW.visibility
          OR OLD.trashed <> NEW.trashed)
    EXECUTE FUNCTION app.keep_comment_text();
CREATE TRIGGER text_kept AFTER INSERT OR DELETE ON contacts
    FOR EACH ROW EXECUTE FUNCTION app.keep_contact_text();
CREATE TRIGGER text_changed AFTER UPDATE ON contacts FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.email IS DISTINCT FROM NEW.email
          OR OLD.external_id IS DISTINCT FROM NEW.external_id)
    EXECUTE FUNCTION app.keep_contact_text();
CREATE TRIGGER text_kept AFTER INSERT OR DELETE ON organizations
    FOR EACH ROW EXECUTE FUNCTION app.keep_organization_text();
CREATE TRIGGER text_changed AFTER UPDATE ON organizations FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.external_id IS DISTINCT FROM NEW.external_id
          OR OLD.domains IS DISTINCT FROM NEW.domains)
    EXECUTE FUNCTION app.keep_organization_text();

-- What is there already. The owner reads it as long as nothing is forced; nobody else reads or writes meanwhile.
ALTER TABLE ticket_comments NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contacts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE organizations NO FORCE ROW LEVEL SECURITY;
INSERT INTO comment_texts (tenant_id, id, text, search)
SELECT c.tenant_id, c.id, app.comment_text(c.body), app.words('simple', app.comment_text(c.body))
  FROM ticket_comments c WHERE c.visibility = 'public' AND NOT c.trashed;
INSERT INTO note_texts (tenant_id, id, text, search)
SELECT c.tenant_id, c.id, app.comment_text(c.body), app.words('simple', app.comment_text(c.body))
  FROM ticket_comments c WHERE c.visibility = 'internal' AND NOT c.trashed;
INSERT INTO contact_texts (tenant_id, id, text, search)
SELECT x.tenant_id, x.id, x.written, app.words('simple', x.written)
  FROM (SELECT c.tenant_id, c.id, app.contact_text(c.name, c.email, c.external_id) AS written FROM contacts c) x;
INSERT INTO organization_texts (tenant_id, id, text, search)
SELECT x.tenant_id, x.id, x.written, app.words('simple', x.written)
  FROM (SELECT o.tenant_id, o.id, app.organization_text(o.name, o.external_id, o.domains) AS written
          FROM organizations o) x;
ALTER TABLE ticket_comments FORCE ROW LEVEL SECURITY;
ALTER TABLE contacts FORCE ROW LEVEL SECURITY;
ALTER TABLE organizations FORCE ROW LEVEL SECURITY;

-- Each search reads the list of what is not yet in the tree, so it is kept short.
DO $$
DECLARE
    noun text;
BEGIN
    FOREACH noun IN ARRAY ARRAY['comment', 'note', 'contact', 'organization'] LOOP
        EXECUTE format('CREATE INDEX %I ON %I USING gin (tenant_id, search) WITH (gin_pending_list_limit = 256)',
                       noun || '_texts_by_word', noun || '_texts');
        EXECUTE format('CREATE INDEX %I ON %I USING gin (tenant_id, text gin_trgm_ops) WITH (gin_pending_list_limit = 256)',
                       noun || '_texts_by_text', noun || '_texts');
        EXECUTE format('CREATE INDEX %I ON %I USING gin (tenant_id, stems) WITH (gin_pending_list_limit = 256)'
                       ' WHERE stems IS NOT NULL',
                       noun || '_texts_by_stem', noun || '_texts');
    END LOOP;
END $$;

-- A client's comments are read by these, newest first.
CREATE INDEX ticket_comments_by_requester_user ON ticket_comments (tenant_id, requester_user_id, id)
    WHERE requester_user_id IS NOT NULL;
