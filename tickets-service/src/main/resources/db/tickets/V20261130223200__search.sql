-- The search over tickets, comments, contacts and organizations (ADR 0076). One way of building a statement serves it and
-- `?q=` of the list. Locks: tickets, ticket_comments, contacts and organizations exclusively, for the catalogue.

-- What the owner's functions see is what the caller sees: the same rule decides, before anything is counted or cut off.
-- The secret key's bearer, whose session is the system's, sees its tenant.
DROP POLICY searched ON tickets;
ALTER POLICY seen ON tickets TO ${service}_app, ${service}_owner;
ALTER POLICY seen ON ticket_comments TO ${service}_app, ${service}_owner;
ALTER POLICY seen ON contacts TO ${service}_app, ${service}_owner;
ALTER POLICY seen ON organizations TO ${service}_app, ${service}_owner;
CREATE POLICY seen_by_system ON tickets FOR SELECT TO ${service}_owner
    USING (tenant_id = (SELECT app.tenant_id()) AND session_user = '${service}_system');
CREATE POLICY seen_by_system ON ticket_comments FOR SELECT TO ${service}_owner
    USING (tenant_id = (SELECT app.tenant_id()) AND session_user = '${service}_system');
CREATE POLICY seen_by_system ON contacts FOR SELECT TO ${service}_owner
    USING (tenant_id = (SELECT app.tenant_id()) AND session_user = '${service}_system');
CREATE POLICY seen_by_system ON organizations FOR SELECT TO ${service}_owner
    USING (tenant_id = (SELECT app.tenant_id()) AND session_user = '${service}_system');

-- Where each kind lies: its texts and their key, the rows `b` that they are of, the ticket that a row is of, which of the
-- rows are of this kind, which are named exactly by one of the texts or numbers given, and what must be seen besides of the
-- rows `r` that were read.
CREATE FUNCTION app.search_shelf(shelf text)
    RETURNS TABLE (type text, texts text, key text, base text, of_ticket text, narrowed text, exact text, besides text)
    LANGUAGE sql IMMUTABLE
    AS $$
SELECT s.type, s.texts, s.key, s.base, s.of_ticket, s.narrowed, s.exact,
       CASE s.type
           WHEN 'comment' THEN 'r.ticket_id IN (SELECT t.id FROM tickets t WHERE t.tenant_id = %1$L AND t.deleted_at IS NULL'
                               ' AND t.id = ANY (ARRAY(SELECT r.ticket_id FROM rows r)))'
           ELSE 'true'
       END
  FROM (VALUES
        ('ticket', 'ticket', 'ticket_texts', 'ticket_id', 'tickets b', 'b.id', 'b.deleted_at IS NULL',
         'b.number = ANY (%2$L::bigint[])'),
        ('comment', 'comment', 'comment_texts', 'id', 'ticket_comments b', 'b.ticket_id',
         'b.visibility = ''public'' AND NOT b.trashed', 'false'),
        ('note', 'comment', 'note_texts', 'id', 'ticket_comments b', 'b.ticket_id',
         'b.visibility = ''internal'' AND NOT b.trashed', 'false'),
        ('contact', 'contact', 'contact_texts', 'id', 'contacts b', 'NULL::uuid', 'true',
         'b.email = ANY (%1$L::text[]) OR lower(b.external_id) = ANY (%1$L::text[])'),
        ('organization', 'organization', 'organization_texts', 'id', 'organizations b', 'NULL::uuid', 'true',
         'b.domains && %1$L::text[] OR lower(b.external_id) = ANY (%1$L::text[])')
       ) AS s (shelf, type, texts, key, base, of_ticket, narrowed, exact)
 WHERE s.shelf = $1
$$;

CREATE FUNCTION app.wanted_terms(alternatives jsonb) RETURNS SETOF jsonb
    LANGUAGE sql IMMUTABLE
    AS $$
SELECT t.term FROM jsonb_array_elements($1) AS a (terms), jsonb_array_elements(a.terms) AS t (term)
 WHERE NOT (t.term ->> 'excluded')::boolean
$$;

-- Whether an index finds all that a term finds: parts of words only where three letters or digits follow one another, or
-- where a word begins with them, as in `#17`.
CREATE FUNCTION app.is_indexed(term jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
SELECT coalesce(($1 ->> 'prefix')::boolean, false) OR $1 ->> 'number' IS NOT NULL OR $1 ->> 'text' ~ '[[:alnum:]]{3}'
$$;

CREATE FUNCTION app.search_query(term jsonb, config text) RETURNS text
    LANGUAGE sql STABLE
    AS $$
SELECT CASE WHEN ($1 ->> 'prefix')::boolean
            THEN format('to_tsquery(%L, %L)', $2,
                        '''' || replace(replace($1 ->> 'text', '\', '\\'), '''', '''''') || ''':*')
            WHEN ($1 ->> 'phrase')::boolean THEN format('phraseto_tsquery(%L, %L)', $2, $1 ->> 'text')
            ELSE format('plainto_tsquery(%L, %L)', $2, $1 ->> 'text') END
$$;

CREATE FUNCTION app.search_word(term jsonb, stemming text) RETURNS text
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
    AS $$
DECLARE
    written text := format('search @@ %s', app.search_query(term, 'simple'));
BEGIN
    IF stemming = 'none' OR (term ->> 'prefix')::boolean THEN
        RETURN written;
    END IF;
    RETURN format('(%s OR stems @@ %s)', written, app.search_query(term, 'app.' || stemming));
END $$;

-- What a row of texts has to fulfil: all terms of one of these alternatives,
-- [[{text, pattern, number, phrase, excluded, prefix}, …], …].
--
-- everywhere: also parts of words that no index finds
CREATE FUNCTION app.search_condition(shelf text, tenant uuid, alternatives jsonb, stemming text, everywhere boolean)
    RETURNS text
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
    AS $$
DECLARE
    alternative jsonb;
    term        jsonb;
    one_of      text;
    all_of      text;
    any_of      text := 'false';
BEGIN
    FOR alternative IN SELECT jsonb_array_elements(alternatives) LOOP
        all_of := 'true';
        FOR term IN SELECT jsonb_array_elements(alternative) LOOP
            one_of := app.search_word(term, stemming);
            IF (term ->> 'excluded')::boolean THEN
                all_of := format('%s AND NOT coalesce(%s, false)', all_of, one_of);
                CONTINUE;
            END IF;
            IF NOT coalesce((term ->> 'prefix')::boolean, false) AND (everywhere OR app.is_indexed(term)) THEN
                one_of := format('%s OR text ILIKE %L', one_of, term ->> 'pattern');
            END IF;
            IF shelf = 'ticket' AND term ->> 'number' IS NOT NULL THEN
                one_of := format(
                    '%s OR ticket_id = (SELECT id FROM tickets WHERE tenant_id = %L AND number = %L::bigint)',
                    one_of, tenant, term ->> 'number');
            END IF;
            all_of := format('%s AND (%s)', all_of, one_of);
        END LOOP;
        any_of := format('%s OR (%s)', any_of, all_of);
    END LOOP;
    RETURN any_of;
END $$;

CREATE FUNCTION app.search_statement(shelf text, tenant uuid, alternatives jsonb, stemming text, everywhere boolean)
    RETURNS text
    LANGUAGE sql STABLE SET search_path = public, pg_temp
    AS $$
SELECT format('SELECT %I AS id FROM %I WHERE tenant_id = %L AND (%s)', lies.key, lies.texts, $2,
              app.search_condition($1, $2, $3, $4, $5))
  FROM app.search_shelf($1) lies
$$;

-- What `?q=` of the list finds: as it is written, whatever the tenant has reduced.
CREATE OR REPLACE FUNCTION app.ticket_search(tenant uuid, alternatives jsonb) RETURNS text
    LANGUAGE sql STABLE SET search_path = public, pg_temp
    AS $$ SELECT app.search_statement('ticket', $1, $2, 'none', true) $$;

-- How well a row `x` of texts fits, from 0 to 1.
CREATE FUNCTION app.search_rank(alternatives jsonb, stemming text) RETURNS text
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
    AS $$
DECLARE
    written text;
    reduced text;
BEGIN
    SELECT string_agg(app.search_query(w.term, 'simple'), ' || '),
           string_agg(app.search_query(w.term, 'app.' || stemming), ' || ')
               FILTER (WHERE stemming <> 'none' AND NOT coalesce((w.term ->> 'prefix')::boolean, false))
      INTO written, reduced
      FROM app.wanted_terms(alternatives) AS w (term);
    IF written IS NULL THEN
        RETURN '0';
    ELSIF reduced IS NULL THEN
        RETURN format('ts_rank(x.search, %s, 33)', written);
    END IF;
    RETURN format('greatest(ts_rank(x.search, %s, 33), ts_rank(x.stems, %s, 33))', written, reduced);
END $$;

-- No rule, which the policies are, but a way: whose rows are worth looking at.
CREATE FUNCTION app.sees_all_tickets() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ SELECT app.has_permission('tickets.read') OR session_user = '${service}_system' $$;

CREATE FUNCTION app.search_shelves(types text[]) RETURNS text[]
    LANGUAGE sql STABLE
    AS $$
SELECT coalesce(array_agg(s.shelf), '{}')
  FROM (VALUES ('ticket', 'ticket', true),
               ('comment', 'comment', true),
               ('note', 'comment', app.has_permission('comments.internal') OR session_user = '${service}_system'),
               ('contact', 'contact', app.sees_all_tickets()),
               ('organization', 'organization', app.sees_all_tickets())
       ) AS s (shelf, type, reached)
 WHERE s.reached AND s.type = ANY ($1)
$$;

-- The newest rows of a shelf that fit, of those that the caller sees. The work is bounded: the indexes give at most so
-- many in whatever order; where there are more, or where no index finds all, so many of the newest are read, part by part;
-- of all these so many of the newest are ranked.
--
-- Rows are read many at a time and joined by hashing, and no plan looks each of them up: statistics that do not know a
-- tenant's rows yet let every index that begins with the tenant seem to find one row at once. Taken once, such an index
-- costs a look at the tenant's rows; taken for each of thousands, it does not end. OFFSET 0 keeps the planner from reading
-- a table whole where few of its rows are asked for, and so does enable_seqscan.
--
-- until: rows with a later id do not count
CREATE FUNCTION app.search_on_shelf(shelf text, tenant uuid, alternatives jsonb, stemming text, until uuid)
    RETURNS TABLE (type text, id uuid, ticket_id uuid, score integer)
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET enable_seqscan = off SET enable_nestloop = off
    AS $$
DECLARE
    at_most_found  CONSTANT integer := 10000;
    at_most_read   CONSTANT integer := 20000;
    at_once        CONSTANT integer := 2000;
    at_most_ranked CONSTANT integer := 1000;
    lies      record;
    sees_all  boolean := app.sees_all_tickets();
    selective boolean;
    complete  boolean;
    names     text[];
    numbers   bigint[];
    within    text;
    hit       uuid;
    newest    uuid[];
    fitting   uuid[];
    of_newest uuid[] := '{}';
    ids       uuid[] := '{}';
BEGIN
    SELECT * INTO STRICT lies FROM app.search_shelf(shelf);
    SELECT coalesce(array_agg(lower(w.term ->> 'text')), '{}'),
           coalesce(array_agg((w.term ->> 'number')::bigint) FILTER (WHERE w.term ->> 'number' IS NOT NULL), '{}'),
           coalesce(bool_and(app.is_indexed(w.term)), true)
      INTO names, numbers, complete
      FROM app.wanted_terms(alternatives) AS w (term);
    -- Each alternative asks for something, and does not only exclude.
    SELECT coalesce(bool_and(EXISTS (SELECT FROM app.wanted_terms(jsonb_build_array(a.terms)))), false)
      INTO selective
      FROM jsonb_array_elements(alternatives) AS a (terms);
    within := format('b.tenant_id = %L AND b.id <= %L AND %s', tenant,
                     coalesce(until, 'ffffffff-ffff-ffff-ffff-ffffffffffff'), lies.narrowed);
    IF NOT sees_all THEN
        within := format('%s AND b.requester_user_id = %L', within, app.user_id());
    END IF;

    IF sees_all AND selective THEN
        FOR hit IN EXECUTE app.search_statement(shelf, tenant, alternatives, stemming, false) LOOP
            ids := array_append(ids, hit);
            EXIT WHEN cardinality(ids) > at_most_found;
        END LOOP;
    END IF;
    IF NOT (sees_all AND selective AND complete) OR cardinality(ids) > at_most_found THEN
        EXECUTE format('SELECT ARRAY(SELECT b.id FROM %s WHERE %s ORDER BY b.id DESC LIMIT %s)',
                       lies.base, within, at_most_read)
           INTO newest;
        FOR part IN 1 .. cardinality(newest) BY at_once LOOP
            EXECUTE format(
                $part$
                SELECT ARRAY(SELECT x.%2$I
                               FROM (SELECT t.* FROM %1$I t WHERE t.tenant_id = %3$L AND t.%2$I = ANY ($1) OFFSET 0) x
                              WHERE %4$s)
                $part$,
                lies.texts, lies.key, tenant, app.search_condition(shelf, tenant, alternatives, stemming, true))
               INTO fitting USING newest[part : part + at_once - 1];
            of_newest := of_newest || fitting;
            EXIT WHEN cardinality(of_newest) >= at_most_ranked;
        END LOOP;
        ids := ids || of_newest;
    END IF;

    RETURN QUERY EXECUTE format(
        $ranked$
        WITH rows AS MATERIALIZED (
            SELECT b.id, %s AS ticket_id, %s AS exact FROM %s WHERE b.id = ANY ($1) AND %s
        ), shown AS MATERIALIZED (
            SELECT r.* FROM rows r WHERE %s ORDER BY r.id DESC LIMIT %s
        )
        SELECT %L::text, n.id, n.ticket_id, CASE WHEN n.exact THEN 1000000 ELSE (1000000 * %s)::integer END
          FROM shown n
          JOIN (SELECT t.%I AS id, t.search, t.stems FROM %I t
                 WHERE t.tenant_id = %L AND t.%I = ANY (ARRAY(SELECT s.id FROM shown s)) OFFSET 0) x ON x.id = n.id
        $ranked$,
        lies.of_ticket, format(lies.exact, names, numbers), lies.base, within, format(lies.besides, tenant),
        at_most_ranked, lies.type, app.search_rank(alternatives, stemming), lies.key, lies.texts, tenant, lies.key)
      USING ids;
END $$;

-- A page of what fits best, of what is new among equals. The caller sees these rows.
--
-- types: ticket, comment, contact, organization
-- after_score, after_id: of the last row of the page before; null for the first page
CREATE FUNCTION app.search_hits(
    alternatives jsonb, types text[], until uuid, after_score bigint, after_id uuid, page integer)
    RETURNS TABLE (type text, id uuid, ticket_id uuid, score integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    tenant   uuid := app.tenant_id();
    stemming text := app.stemming(tenant);
BEGIN
    RETURN QUERY
    SELECT h.type, h.id, h.ticket_id, h.score
      FROM unnest(app.search_shelves(types)) AS s (shelf),
           app.search_on_shelf(s.shelf, tenant, alternatives, stemming, until) AS h
     WHERE after_id IS NULL OR (h.score, h.id) < (after_score, after_id)
     ORDER BY h.score DESC, h.id DESC LIMIT page;
END $$;

-- The words of a text that are there in another form than they are asked for. None where nothing is reduced.
CREATE FUNCTION app.word_forms(written text, alternatives jsonb) RETURNS text[]
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
    AS $$
DECLARE
    stemming text := app.stemming(app.tenant_id());
    asked    text[];
BEGIN
    IF stemming = 'none' THEN
        RETURN '{}';
    END IF;
    SELECT tsvector_to_array(to_tsvector(('app.' || stemming)::regconfig, string_agg(w.term ->> 'text', ' ')))
      INTO asked
      FROM app.wanted_terms(alternatives) AS w (term)
     WHERE NOT coalesce((w.term ->> 'prefix')::boolean, false);
    RETURN ARRAY(SELECT DISTINCT p.token FROM ts_parse('default', written) AS p
                  WHERE ts_lexize(('app.' || stemming || '_stem')::regdictionary, p.token) && asked);
END $$;

REVOKE EXECUTE ON FUNCTION app.search_shelf, app.search_condition, app.search_statement, app.search_rank,
    app.search_on_shelf, app.search_hits FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.search_hits TO ${service}_app, ${service}_system;
GRANT EXECUTE ON FUNCTION app.search_shelf TO ${service}_system;
