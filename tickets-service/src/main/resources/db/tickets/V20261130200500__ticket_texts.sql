-- What a search reads lies in a table of its own, which changes with the text alone. Beside the ticket, each change of
-- its status wrote all its words and trigrams into the indexes again: three quarters of what it wrote.
-- Locks: tickets against writes while the texts are copied and indexed, then exclusively for the catalogue.
CREATE TABLE ticket_texts (
    tenant_id uuid     NOT NULL,
    ticket_id uuid     NOT NULL,
    text      text     NOT NULL, -- the subject and, on lines of its own, the description
    -- Tenants write in any language, so words are taken as they are written.
    search    tsvector NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id)
);

-- Nobody's but the owner's, whose functions write and search it (ADR 0040).
ALTER TABLE ticket_texts ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_texts FORCE ROW LEVEL SECURITY;
CREATE POLICY kept ON ticket_texts TO ${service}_owner USING (true);

CREATE FUNCTION app.keep_text() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM ticket_texts t WHERE t.tenant_id = OLD.tenant_id AND t.ticket_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO ticket_texts (tenant_id, ticket_id, text, search)
        VALUES (NEW.tenant_id, NEW.id, NEW.subject || E'\n' || coalesce(NEW.description, ''),
                setweight(to_tsvector('simple', NEW.subject), 'A')
                    || setweight(to_tsvector('simple', coalesce(NEW.description, '')), 'B'));
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION app.keep_text FROM PUBLIC;
CREATE TRIGGER text_kept AFTER INSERT OR DELETE ON tickets FOR EACH ROW EXECUTE FUNCTION app.keep_text();
CREATE TRIGGER text_changed AFTER UPDATE ON tickets FOR EACH ROW
    WHEN (OLD.subject IS DISTINCT FROM NEW.subject OR OLD.description IS DISTINCT FROM NEW.description)
    EXECUTE FUNCTION app.keep_text();

INSERT INTO ticket_texts (tenant_id, ticket_id, text, search)
SELECT tenant_id, id, subject || E'\n' || coalesce(description, ''), search FROM tickets;
-- Each search reads the list of what is not yet in the tree, so it is kept short.
CREATE INDEX ticket_texts_by_word ON ticket_texts USING gin (tenant_id, search) WITH (gin_pending_list_limit = 256);
CREATE INDEX ticket_texts_by_text ON ticket_texts USING gin (tenant_id, text gin_trgm_ops) WITH (gin_pending_list_limit = 256);
DROP INDEX tickets_by_text, tickets_by_word;
ALTER TABLE tickets DROP COLUMN search;

CREATE OR REPLACE FUNCTION app.ticket_search(tenant uuid, alternatives jsonb) RETURNS text
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
    AS $$
DECLARE
    alternative jsonb;
    term        jsonb;
    word        text;
    numbered    text;
    all_of      text;
    any_of      text := 'false';
BEGIN
    FOR alternative IN SELECT jsonb_array_elements(alternatives) LOOP
        all_of := 'true';
        FOR term IN SELECT jsonb_array_elements(alternative) LOOP
            word := format('search @@ %s(''simple'', %L)',
                           CASE WHEN (term ->> 'phrase')::boolean THEN 'phraseto_tsquery' ELSE 'plainto_tsquery' END,
                           term ->> 'text');
            IF (term ->> 'excluded')::boolean THEN
                all_of := format('%s AND NOT %s', all_of, word);
            ELSE
                numbered := format(' OR ticket_id = (SELECT id FROM tickets WHERE tenant_id = %L AND number = %L::bigint)',
                                   tenant, term ->> 'number');
                all_of := format('%s AND (%s OR text ILIKE %L%s)', all_of, word, term ->> 'pattern',
                                 CASE WHEN term ->> 'number' IS NULL THEN '' ELSE numbered END);
            END IF;
        END LOOP;
        any_of := format('%s OR (%s)', any_of, all_of);
    END LOOP;
    RETURN format('SELECT ticket_id AS id FROM ticket_texts WHERE tenant_id = %L AND (%s)', tenant, any_of);
END $$;
