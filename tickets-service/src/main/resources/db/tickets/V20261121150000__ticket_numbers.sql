-- A tenant's ticket numbers come from a sequence of its own instead of a counter row, which held up all of a tenant's
-- creations from the number to the commit. Locks: ticket_counters exclusively, until it is gone.
CREATE SCHEMA ticket_numbers;

-- The next number. Made at a tenant's first ticket; who makes it holds up the tenant's other first tickets until then.
CREATE FUNCTION app.next_ticket_number(tenant uuid) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
DECLARE
    sequence text := format('ticket_numbers.%I', 'of_' || tenant);
BEGIN
    IF session_user = '${service}_app' AND tenant IS DISTINCT FROM app.tenant_id() THEN
        RAISE insufficient_privilege USING MESSAGE = 'ticket numbers of another tenant';
    END IF;
    IF to_regclass(sequence) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('ticket_numbers'), hashtext(tenant::text));
        EXECUTE 'CREATE SEQUENCE IF NOT EXISTS ' || sequence;
    END IF;
    RETURN nextval(sequence::regclass);
END $$;
REVOKE EXECUTE ON FUNCTION app.next_ticket_number FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.next_ticket_number TO ${service}_app, ${service}_system;

ALTER TABLE ticket_counters NO FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
    counter record;
BEGIN
    FOR counter IN SELECT tenant_id, last_number FROM ticket_counters LOOP
        EXECUTE format('CREATE SEQUENCE ticket_numbers.%I START %s', 'of_' || counter.tenant_id, counter.last_number + 1);
    END LOOP;
END $$;
DROP TABLE ticket_counters;
