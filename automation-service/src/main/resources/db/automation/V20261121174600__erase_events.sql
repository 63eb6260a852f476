-- The log of what agents and jobs did is append-only and kept for two years, and it tells of people: it goes with its
-- tenant. Nobody else can delete from it. Locks: automation_events exclusively, for a moment.
CREATE POLICY erased ON automation_events TO automation_owner USING (true);
CREATE FUNCTION app.erase_automation_events(tenant uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ DELETE FROM automation_events e WHERE e.tenant_id = tenant $$;
REVOKE EXECUTE ON FUNCTION app.erase_automation_events FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.erase_automation_events TO automation_system;
