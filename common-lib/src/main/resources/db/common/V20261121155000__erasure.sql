-- What is left of an erased tenant: how many rows of which table, and a digest of them. Locks: new objects only.
CREATE TABLE tenant_erasures (
    tenant_id    uuid        PRIMARY KEY,
    requested_by uuid,                    -- who deleted the tenant; known to auth-service only
    erased_at    timestamptz NOT NULL,
    rows         jsonb       NOT NULL,    -- {"tickets": 12, …}: every table with rows of the tenant
    kept         jsonb       NOT NULL,    -- ["outbox", …]: append-only tables, dropped by partition
    hash         text        NOT NULL     -- SHA-256 over the tables' names, counts and digests
);
ALTER TABLE tenant_erasures ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_erasures FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON tenant_erasures FOR SELECT TO ${service}_app USING (requested_by = (SELECT app.user_id()));
GRANT SELECT ON tenant_erasures TO ${service}_app;
REVOKE UPDATE, DELETE ON tenant_erasures FROM ${service}_system;

-- Deletes every row with this tenant_id in every table of the service, so that a table added later is not forgotten.
-- Runs with the rights of the system role. A log that nobody may delete from is erased by its function
-- app.erase_<table>(tenant), where it has one, and reported as kept where not. Children are deleted before their parents by
-- trying again, whatever the foreign keys are called.
CREATE FUNCTION app.erase_tenant(tenant uuid, excluded text[],
                                 OUT erased jsonb, OUT kept jsonb, OUT hash text)
    LANGUAGE plpgsql SET search_path = public, pg_temp
    AS $$
DECLARE
    tenant_table record;
    todo    text[] := '{}';
    later   text[];
    name    text;
    counted bigint;
    digest  text;
    lines   text := '';
BEGIN
    erased := '{}';
    kept := '[]';
    FOR tenant_table IN
        SELECT c.relname AS name, has_table_privilege(c.oid, 'DELETE') AS deletable
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
           AND c.relname <> 'tenant_erasures' AND c.relname <> ALL (excluded)
         ORDER BY c.relname
    LOOP
        EXECUTE format(
            $count$ SELECT count(*), encode(sha256(convert_to(coalesce(string_agg(d, '' ORDER BY d), ''), 'UTF8')), 'hex')
                      FROM (SELECT encode(sha256(convert_to(t::text, 'UTF8')), 'hex') AS d FROM %I t WHERE tenant_id = $1) r
            $count$, tenant_table.name) INTO counted, digest USING tenant;
        IF counted > 0 AND NOT tenant_table.deletable
           AND to_regprocedure(format('app.erase_%s(uuid)', tenant_table.name)) IS NULL THEN
            kept := kept || to_jsonb(tenant_table.name);
        ELSIF counted > 0 THEN
            todo := todo || tenant_table.name;
            erased := erased || jsonb_build_object(tenant_table.name, counted);
            lines := lines || format(E'%s %s %s\n', tenant_table.name, counted, digest);
        END IF;
    END LOOP;
    WHILE cardinality(todo) > 0 LOOP
        later := '{}';
        FOREACH name IN ARRAY todo LOOP
            BEGIN
                IF has_table_privilege(format('%I', name), 'DELETE') THEN
                    EXECUTE format('DELETE FROM %I WHERE tenant_id = $1', name) USING tenant;
                ELSE
                    EXECUTE format('SELECT app.%I($1)', 'erase_' || name) USING tenant;
                END IF;
            EXCEPTION WHEN foreign_key_violation THEN
                later := later || name;
            END;
        END LOOP;
        IF cardinality(later) = cardinality(todo) THEN
            RAISE EXCEPTION 'tables % cannot be erased: something refers to them', todo;
        END IF;
        todo := later;
    END LOOP;
    -- What a service keeps of a tenant elsewhere than in rows with its tenant_id.
    IF to_regprocedure('app.erase_more(uuid)') IS NOT NULL THEN
        EXECUTE 'SELECT app.erase_more($1)' USING tenant;
    END IF;
    hash := encode(sha256(convert_to(lines, 'UTF8')), 'hex');
END $$;
REVOKE EXECUTE ON FUNCTION app.erase_tenant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.erase_tenant TO ${service}_system;
