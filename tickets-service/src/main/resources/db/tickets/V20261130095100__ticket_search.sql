-- Search finds what is written, not only whole words (ADR 0040). Locks: tickets against writes while the indexes are built.
DROP INDEX tickets_by_word;
-- Each search reads the list of what is not yet in the tree, so it is kept short.
CREATE INDEX tickets_by_word ON tickets USING gin (tenant_id, search) WITH (gin_pending_list_limit = 256);
CREATE INDEX tickets_by_text ON tickets USING gin (tenant_id, (subject || E'\n' || coalesce(description, '')) gin_trgm_ops)
    WITH (gin_pending_list_limit = 256);

-- Neither @@ nor ILIKE reaches an index under row-level security, so the owner's function searches, in the caller's tenant
-- alone, and returns ids; the caller sees of these what the policies show.
CREATE POLICY searched ON tickets FOR SELECT TO tickets_owner USING (true);

-- The statement for one of these alternatives: [[{text, pattern, number, phrase, excluded}, …], …].
CREATE FUNCTION app.ticket_search(tenant uuid, alternatives jsonb) RETURNS text
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
    AS $$
DECLARE
    alternative jsonb;
    term        jsonb;
    word        text;
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
                all_of := format($one$%s AND (%s OR (subject || E'\n' || coalesce(description, '')) ILIKE %L%s)$one$,
                                 all_of, word, term ->> 'pattern', format(' OR number = %L::bigint', term ->> 'number'));
            END IF;
        END LOOP;
        any_of := format('%s OR (%s)', any_of, all_of);
    END LOOP;
    RETURN format('SELECT id FROM tickets WHERE tenant_id = %L AND (%s)', tenant, any_of);
END $$;
REVOKE EXECUTE ON FUNCTION app.ticket_search FROM PUBLIC;

CREATE FUNCTION app.tickets_found(alternatives jsonb) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
BEGIN
    RETURN QUERY EXECUTE app.ticket_search(app.tenant_id(), alternatives);
END $$;
REVOKE EXECUTE ON FUNCTION app.tickets_found FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.tickets_found TO ${service}_app, ${service}_system;
