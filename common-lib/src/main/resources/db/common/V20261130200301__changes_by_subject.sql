-- What changed in a row since a version is asked of events that changed one; those of its first version are not indexed.
-- Locks: outbox against writes while the index is built.
DROP INDEX outbox_by_subject;
CREATE INDEX outbox_by_subject ON outbox (tenant_id, subject) WHERE subject_version > 1;
CREATE OR REPLACE FUNCTION app.changed_since(subject text, version bigint) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
SELECT DISTINCT jsonb_array_elements_text(o.data::jsonb -> 'changed')
  FROM outbox o
 WHERE o.tenant_id = (SELECT app.tenant_id()) AND o.subject = $1 AND o.subject_version > $2 AND o.subject_version > 1
   AND o.data::jsonb ? 'changed'
 ORDER BY 1
$$;
