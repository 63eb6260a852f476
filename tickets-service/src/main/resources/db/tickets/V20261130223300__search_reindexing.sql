-- Texts whose stems are made anew after a tenant has chosen other ones, batch by batch (ADR 0076). Locks: new objects only.
-- One row for a tenant as long as there is something to do.
CREATE TABLE search_reindexing (
    tenant_id uuid    PRIMARY KEY,
    horizon   xid8,                        -- transactions from before it may have asked for the setting before
    shelf     integer NOT NULL DEFAULT 1,  -- of those that app.reindex_texts goes through
    done_to   uuid    NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'
);
ALTER TABLE search_reindexing ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_reindexing FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON search_reindexing FOR SELECT TO ${service}_app USING (tenant_id = (SELECT app.tenant_id()));
CREATE POLICY asked_for ON search_reindexing FOR INSERT TO ${service}_app
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')));
CREATE POLICY begun_anew ON search_reindexing FOR UPDATE TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()));
GRANT SELECT, INSERT, UPDATE (horizon, shelf, done_to) ON search_reindexing TO ${service}_app;

-- One batch of one tenant. False where there is nothing to do at present. Runs with the rights of the system role, on any
-- number of nodes.
--
-- Who writes a text while the setting changes may still ask for the old one. So the work begins when every transaction has
-- ended that was there when the new setting could first be seen; all later ones ask for that.
CREATE FUNCTION app.reindex_texts(batch integer) RETURNS boolean
    LANGUAGE plpgsql SET search_path = public, pg_temp
    AS $$
DECLARE
    shelves CONSTANT text[] := ARRAY['ticket', 'comment', 'note', 'contact', 'organization'];
    work   record;
    lies   record;
    to_do  integer;
    taken  integer;
    last   uuid;
BEGIN
    SELECT r.tenant_id, r.horizon, r.shelf, r.done_to INTO work FROM search_reindexing r
     WHERE r.horizon IS NULL OR r.horizon <= pg_snapshot_xmin(pg_current_snapshot())
     LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF work.horizon IS NULL THEN
        UPDATE search_reindexing r SET horizon = pg_snapshot_xmax(pg_current_snapshot())
         WHERE r.tenant_id = work.tenant_id;
        RETURN true;
    END IF;

    SELECT * INTO STRICT lies FROM app.search_shelf(shelves[work.shelf]);
    EXECUTE format(
        $batch$
        WITH due AS (
            SELECT t.%1$I AS id FROM %2$I t WHERE t.tenant_id = $1 AND t.%1$I > $2 ORDER BY t.%1$I LIMIT $3
        ), taken AS (
            SELECT t.%1$I AS id, app.stems(t.tenant_id, t.text) AS stems
              FROM %2$I t JOIN due ON due.id = t.%1$I
             WHERE t.tenant_id = $1
               FOR UPDATE OF t SKIP LOCKED
        ), written AS (
            UPDATE %2$I t SET stems = taken.stems FROM taken
             WHERE t.tenant_id = $1 AND t.%1$I = taken.id AND t.stems IS DISTINCT FROM taken.stems
        )
        SELECT (SELECT count(*) FROM due), (SELECT count(*) FROM taken),
               (SELECT due.id FROM due ORDER BY due.id DESC LIMIT 1)
        $batch$,
        lies.key, lies.texts)
       INTO to_do, taken, last USING work.tenant_id, work.done_to, batch;
    IF taken < to_do THEN
        RETURN false; -- somebody writes one of them; the batch is repeated
    END IF;
    IF to_do = batch THEN
        UPDATE search_reindexing r SET done_to = last WHERE r.tenant_id = work.tenant_id;
    ELSIF work.shelf < cardinality(shelves) THEN
        UPDATE search_reindexing r SET shelf = work.shelf + 1, done_to = DEFAULT WHERE r.tenant_id = work.tenant_id;
    ELSE
        DELETE FROM search_reindexing r WHERE r.tenant_id = work.tenant_id;
    END IF;
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION app.reindex_texts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.reindex_texts TO ${service}_system;
