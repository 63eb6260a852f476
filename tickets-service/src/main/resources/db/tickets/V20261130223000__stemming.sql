-- A tenant may have words found in every inflection of one language: the setting, and the stems that it asks for (ADR 0076).
-- Locks: ticket_texts exclusively until the commit; its one new index is empty. tickets exclusively, for the catalogue.

-- PostgreSQL's own, but for the lists of words that they skip: what is written is found, "to be or not to be" as well.
CREATE TEXT SEARCH DICTIONARY app.english_stem (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION app.english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION app.english ALTER MAPPING REPLACE pg_catalog.english_stem WITH app.english_stem;
CREATE TEXT SEARCH DICTIONARY app.german_stem (TEMPLATE = snowball, Language = german);
CREATE TEXT SEARCH CONFIGURATION app.german (COPY = pg_catalog.german);
ALTER TEXT SEARCH CONFIGURATION app.german ALTER MAPPING REPLACE pg_catalog.german_stem WITH app.german_stem;

-- One row for a tenant that ever chose.
CREATE TABLE search_settings (
    tenant_id  uuid        PRIMARY KEY,
    stemming   text        NOT NULL CHECK (stemming IN ('none', 'english', 'german')),
    updated_by uuid,
    updated_at timestamptz NOT NULL
);
ALTER TABLE search_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_settings FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON search_settings FOR SELECT TO ${service}_app USING (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY made ON search_settings FOR INSERT TO ${service}_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')));
CREATE POLICY changed ON search_settings FOR UPDATE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()));
-- The triggers ask it, whoever writes.
CREATE POLICY asked ON search_settings FOR SELECT TO ${service}_owner USING (true);
GRANT SELECT, INSERT, UPDATE (stemming, updated_by, updated_at) ON search_settings TO ${service}_app;

CREATE FUNCTION app.stemming(tenant uuid) RETURNS text
    LANGUAGE sql STABLE
    AS $$
SELECT coalesce((SELECT s.stemming FROM public.search_settings s WHERE s.tenant_id = $1), 'none')
$$;

-- The words of a text; those of its first line, the heading, weigh more.
CREATE FUNCTION app.words(config regconfig, written text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE
    AS $$
SELECT setweight(to_tsvector($1, split_part($2, E'\n', 1)), 'A')
    || setweight(to_tsvector($1, substr($2, length(split_part($2, E'\n', 1)) + 1)), 'B')
$$;

-- The same as the tenant has them reduced; null where it has nothing reduced.
CREATE FUNCTION app.stems(tenant uuid, written text) RETURNS tsvector
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
    AS $$
DECLARE
    stemming text := app.stemming(tenant);
BEGIN
    IF stemming = 'none' THEN
        RETURN NULL;
    END IF;
    RETURN app.words(('app.' || stemming)::regconfig, written);
END $$;

-- Beside the words as they are written, which stay what `?q=` reads. The index costs nothing where there are no stems.
ALTER TABLE ticket_texts ADD COLUMN stems tsvector;
CREATE INDEX ticket_texts_by_stem ON ticket_texts USING gin (tenant_id, stems) WITH (gin_pending_list_limit = 256)
    WHERE stems IS NOT NULL;

-- What is in the trash has no text: a search looks for it nowhere, and is not slowed down by it.
CREATE OR REPLACE FUNCTION app.keep_text() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    written text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM ticket_texts t WHERE t.tenant_id = OLD.tenant_id AND t.ticket_id = OLD.id;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN NULL;
    END IF;
    IF NEW.deleted_at IS NULL THEN
        written := NEW.subject || E'\n' || coalesce(NEW.description, '');
        INSERT INTO ticket_texts (tenant_id, ticket_id, text, search, stems)
        VALUES (NEW.tenant_id, NEW.id, written,
                setweight(to_tsvector('simple', NEW.subject), 'A')
                    || setweight(to_tsvector('simple', coalesce(NEW.description, '')), 'B'),
                app.stems(NEW.tenant_id, written));
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER text_changed ON tickets;
CREATE TRIGGER text_changed AFTER UPDATE ON tickets FOR EACH ROW
    WHEN (OLD.subject IS DISTINCT FROM NEW.subject OR OLD.description IS DISTINCT FROM NEW.description
          OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
    EXECUTE FUNCTION app.keep_text();
