-- Roles, rights and extensions of one service's database; the tables come from the service's own migrations.
-- Run it as superuser, connected to the (existing) database itself; ${service} and ${password} are filled in by the
-- caller. Safe to repeat: local-stack applies it at every start, docker-compose's init script once, tests per database.

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['${service}_owner', '${service}_app', '${service}_system', '${service}_cdc'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I', role);
        END IF;
    END LOOP;
END
$$;

-- Owner: migrations only. App: requests, under row-level security. System: background work and the secret key, past
-- row-level security. CDC: reads the outbox by logical replication; pg_hba keeps it from physical replication.
ALTER ROLE ${service}_owner  LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION PASSWORD '${password}';
ALTER ROLE ${service}_app    LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION PASSWORD '${password}';
ALTER ROLE ${service}_system LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS   NOREPLICATION PASSWORD '${password}';
ALTER ROLE ${service}_cdc    LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS REPLICATION   PASSWORD '${password}';

ALTER ROLE ${service}_owner  SET search_path = public;
ALTER ROLE ${service}_app    SET search_path = public;
ALTER ROLE ${service}_system SET search_path = public;
ALTER ROLE ${service}_cdc    SET search_path = public;
-- When the oldest open transaction began bounds what pollers have seen; of other roles only statistics tell.
GRANT pg_read_all_stats TO ${service}_owner;
-- How far its slot's stream has read, of which pg_stat_replication tells nobody else: a relay at work on its
-- neighbours' log for a minute is not dead.
GRANT pg_read_all_stats TO ${service}_cdc;
-- A relay that died without a goodbye frees its slot for the next leader after this long (default: a minute).
ALTER ROLE ${service}_cdc    SET wal_sender_timeout = '10s';

DO $$
DECLARE
    emit regprocedure;
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO ${service}_owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO ${service}_owner, ${service}_app, ${service}_system, ${service}_cdc',
                   current_database());
    -- Whoever may emit logical messages may forge what a relay reads.
    FOR emit IN SELECT oid FROM pg_proc WHERE proname = 'pg_logical_emit_message' LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', emit);
    END LOOP;
END
$$;

-- The database's owner owns schema public (pg_database_owner); nobody else creates there.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO ${service}_app, ${service}_system, ${service}_cdc;

CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS unaccent;
