-- An erased tenant's sequence of ticket numbers goes as well; app.erase_tenant calls this. Locks: the sequence alone.
CREATE FUNCTION app.erase_more(tenant uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
BEGIN
    EXECUTE 'DROP SEQUENCE IF EXISTS ' || format('ticket_numbers.%I', 'of_' || tenant);
END $$;
REVOKE EXECUTE ON FUNCTION app.erase_more FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.erase_more TO ${service}_system;
