-- When the database saw a ticket change: what `updated_since` compares and `complete_until` promises (ADR 0039).
-- `updated_at` stays what people read. Existing tickets count as changed now, so whoever polls reads them once more.
-- Locks: tickets exclusively while the index is built; no table is rewritten.
ALTER TABLE tickets ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE tickets ALTER COLUMN changed_at DROP DEFAULT;
CREATE INDEX tickets_by_change ON tickets (tenant_id, changed_at);

-- First the transaction's id, then the time: a transaction without an id has written no earlier time than the present.
CREATE FUNCTION app.stamp_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_catalog.pg_current_xact_id();
    NEW.changed_at := pg_catalog.clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER stamped BEFORE INSERT OR UPDATE ON tickets FOR EACH ROW EXECUTE FUNCTION app.stamp_change();

-- The time below which nothing changes any more for statements that begin after this one has answered. Whoever writes
-- is either seen here, and began before its first change, or gets its id later, and so a later time.
CREATE FUNCTION app.complete_until() RETURNS timestamptz
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
DECLARE
    asked  timestamptz := clock_timestamp();
    oldest timestamptz;
BEGIN
    IF NOT pg_has_role('pg_read_all_stats', 'USAGE') THEN
        RAISE insufficient_privilege USING MESSAGE = 'other roles'' transactions are hidden from ' || current_user,
            HINT = 'Run service-database.sql again as superuser; it grants pg_read_all_stats.';
    END IF;
    PERFORM pg_stat_clear_snapshot();
    SELECT min(xact_start) INTO oldest FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND backend_xid IS NOT NULL
       AND application_name <> 'deskwire erasure'; -- takes minutes, and changes nothing that a list would show
    RETURN date_trunc('milliseconds', least(asked, oldest));
END $$;
REVOKE EXECUTE ON FUNCTION app.complete_until FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.complete_until TO ${service}_app, ${service}_system;
DO $$ BEGIN PERFORM app.complete_until(); END $$;
