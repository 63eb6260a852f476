-- Who did what, from where, with which credential: append-only and hash-chained per tenant. The nil UUID is the chain of
-- the platform, for what belongs to no tenant. Locks: new objects only.
CREATE TABLE audit_log (
    tenant_id     uuid        NOT NULL,
    seq           bigint      NOT NULL, -- 1, 2, 3 … within the tenant, without gaps
    id            uuid        NOT NULL,
    occurred_at   timestamptz NOT NULL,
    action        text        NOT NULL,
    actor         text        NOT NULL, -- user:<uuid> | service_user:<uuid> | agent:<uuid> | system:<purpose>
    actor_id      uuid,                 -- null where the system acts
    subject_id    uuid,                 -- whom or what it was done to
    credential_id uuid,                 -- the session or API key it was done with
    address       text,
    user_agent    text,
    request_id    text,
    details       json        NOT NULL, -- kept and hashed as its very text
    previous_hash bytea       NOT NULL,
    hash          bytea       NOT NULL,
    PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX audit_log_by_actor ON audit_log (tenant_id, actor_id, seq);
CREATE INDEX audit_log_by_action ON audit_log (tenant_id, action, seq);
CREATE INDEX audit_log_by_time ON audit_log (tenant_id, occurred_at);

-- The end of each chain. What is cut off the end of the log shows here.
CREATE TABLE audit_heads (
    tenant_id uuid   PRIMARY KEY,
    seq       bigint NOT NULL,
    hash      bytea  NOT NULL
);

ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY;

CREATE POLICY read_by_permission ON audit_log FOR SELECT TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('audit.read')));
CREATE POLICY read_by_permission ON audit_heads FOR SELECT TO auth_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('audit.read')));
-- Nobody writes but the functions below, which run as the owner.
CREATE POLICY appended ON audit_log TO auth_owner USING (true) WITH CHECK (true);
CREATE POLICY appended ON audit_heads TO auth_owner USING (true) WITH CHECK (true);
GRANT SELECT ON audit_log, audit_heads TO auth_app;
REVOKE INSERT, UPDATE, DELETE ON audit_log, audit_heads FROM auth_system;

-- Not even the owner changes an entry by accident; only the erasure of a whole tenant passes.
CREATE FUNCTION app.refuse_audit_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.tenant_id::text = current_setting('app.erased_tenant', true) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION app.refuse_audit_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_audit_change();

-- The canonical form that is hashed: every field, in this order, as a netstring "<bytes in UTF-8>:<text>," or "-" where
-- it is null. Ids in lower case with hyphens, hashes in lower-case hex, time in UTC with microseconds
-- (2026-11-21T15:40:00.000000Z), details as the very text that is stored. hash = SHA-256 of it in UTF-8; the first
-- entry's previous_hash is 32 zero bytes.
CREATE FUNCTION app.audit_field(field text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN field IS NULL THEN '-' ELSE octet_length(field) || ':' || field || ',' END $$;

CREATE FUNCTION app.audit_canonical(entry audit_log) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
SELECT app.audit_field(encode(entry.previous_hash, 'hex'))
    || app.audit_field(entry.tenant_id::text)
    || app.audit_field(entry.seq::text)
    || app.audit_field(entry.id::text)
    || app.audit_field(to_char(entry.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
    || app.audit_field(entry.action)
    || app.audit_field(entry.actor)
    || app.audit_field(entry.actor_id::text)
    || app.audit_field(entry.subject_id::text)
    || app.audit_field(entry.credential_id::text)
    || app.audit_field(entry.address)
    || app.audit_field(entry.user_agent)
    || app.audit_field(entry.request_id)
    || app.audit_field(entry.details::text)
$$;

CREATE FUNCTION app.audit_hash(entry audit_log) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT sha256(convert_to(app.audit_canonical(entry), 'UTF8')) $$;

-- Appends to the end of the tenant's chain and holds its head until the transaction ends, so it is called last. A
-- request appends to its own tenant's chain or to the platform's.
CREATE FUNCTION app.append_audit(entry audit_log) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    head audit_heads;
BEGIN
    IF session_user <> 'auth_system' AND entry.tenant_id <> '00000000-0000-0000-0000-000000000000'
       AND entry.tenant_id IS DISTINCT FROM app.tenant_id() THEN
        RAISE EXCEPTION 'a request may append to its own tenant''s audit log only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO audit_heads VALUES (entry.tenant_id, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM audit_heads h WHERE h.tenant_id = entry.tenant_id FOR UPDATE;
    entry.seq := head.seq + 1;
    entry.previous_hash := head.hash;
    entry.hash := app.audit_hash(entry);
    INSERT INTO audit_log SELECT (entry).*;
    UPDATE audit_heads h SET seq = entry.seq, hash = entry.hash WHERE h.tenant_id = entry.tenant_id;
    RETURN entry.seq;
END $$;
REVOKE EXECUTE ON FUNCTION app.append_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.append_audit TO auth_app, auth_system;

-- Computes a chain anew, or a part of it. broken_at: the first entry that is missing, foreign or changed; null where the
-- chain holds. Sees what its caller may see.
CREATE FUNCTION app.verify_audit_chain(tenant uuid, first_seq bigint DEFAULT 1, last_seq bigint DEFAULT 9223372036854775807)
    RETURNS TABLE (entries bigint, broken_at bigint)
    LANGUAGE sql STABLE
    AS $$
WITH head AS (
    SELECT coalesce(max(h.seq), 0) AS seq, max(h.hash) AS hash FROM audit_heads h WHERE h.tenant_id = tenant
), part AS (
    SELECT l.seq, l.hash, l.previous_hash, app.audit_hash(l) AS expected,
           lag(l.seq) OVER (ORDER BY l.seq) AS seq_before, lag(l.hash) OVER (ORDER BY l.seq) AS hash_before
      FROM audit_log l
     WHERE l.tenant_id = tenant AND l.seq BETWEEN first_seq - 1 AND last_seq
), checked AS (
    SELECT p.seq,
           p.hash <> p.expected
           OR p.previous_hash <> CASE WHEN p.seq = 1 THEN decode(repeat('00', 32), 'hex') ELSE coalesce(p.hash_before, '') END
           OR p.seq <> 1 AND p.seq_before IS DISTINCT FROM p.seq - 1
           OR p.seq > head.seq
           OR p.seq = head.seq AND p.hash <> head.hash AS broken
      FROM part p, head
     WHERE p.seq >= first_seq
), whole AS (
    SELECT count(*) AS entries, min(c.seq) FILTER (WHERE c.broken) AS broken_at FROM checked c
)
SELECT whole.entries,
       coalesce(whole.broken_at,
                CASE WHEN first_seq + whole.entries <= least(last_seq, head.seq) THEN first_seq + whole.entries END)
  FROM whole, head
$$;

-- Erases a tenant's whole log: the one way an entry ever goes. Returns how many went.
CREATE FUNCTION app.erase_audit(tenant uuid) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    erased bigint;
BEGIN
    IF tenant = '00000000-0000-0000-0000-000000000000' THEN
        RAISE EXCEPTION 'the platform''s audit log is not erased' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('app.erased_tenant', tenant::text, true);
    DELETE FROM audit_heads h WHERE h.tenant_id = tenant;
    DELETE FROM audit_log l WHERE l.tenant_id = tenant;
    GET DIAGNOSTICS erased = ROW_COUNT;
    PERFORM set_config('app.erased_tenant', '', true);
    RETURN erased;
END $$;
REVOKE EXECUTE ON FUNCTION app.erase_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.erase_audit TO auth_system;
