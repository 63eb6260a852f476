-- The caller's claims as SQL functions. Policies use them in init-plan form: (SELECT app.tenant_id()).
-- Locks: none held by others; new objects only.
CREATE SCHEMA app;
GRANT USAGE ON SCHEMA app TO ${service}_app, ${service}_system;

CREATE FUNCTION app.claims() RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;

CREATE FUNCTION app.tenant_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT (app.claims() ->> 'tenant_id')::uuid $$;

CREATE FUNCTION app.user_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT (app.claims() ->> 'sub')::uuid $$;

CREATE FUNCTION app.has_permission(permission text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(app.claims() -> 'permissions' ? permission, false) $$;

-- Background work sees and does everything in this database; requests get what each migration grants them.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${service}_system;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${service}_system;

-- Daily partitions, made ahead and dropped whole. Owned by the owner, because only it may run DDL.
CREATE FUNCTION app.maintain_partitions(parent regclass, days_ahead int, days_kept int) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
    partition record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('maintain_partitions'), parent::oid::int);
    FOR offset_days IN 0..days_ahead LOOP
        EXECUTE format(
            'CREATE TABLE IF NOT EXISTS %I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)',
            parent::text || to_char(today + offset_days, '"_"YYYYMMDD'), parent,
            (today + offset_days)::timestamp AT TIME ZONE 'UTC', (today + offset_days + 1)::timestamp AT TIME ZONE 'UTC');
        -- Reached through the parent alone, whose grants count.
        EXECUTE format('REVOKE ALL ON %I FROM ${service}_system', parent::text || to_char(today + offset_days, '"_"YYYYMMDD'));
    END LOOP;
    FOR partition IN
        SELECT c.oid::regclass AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = parent AND c.relname ~ '_\d{8}$'
           AND to_date(right(c.relname, 8), 'YYYYMMDD') < today - days_kept
    LOOP
        EXECUTE format('DROP TABLE %s', partition.name);
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION app.maintain_partitions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.maintain_partitions TO ${service}_system;
