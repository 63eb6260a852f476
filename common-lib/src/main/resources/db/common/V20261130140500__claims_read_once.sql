-- What policies ask of the caller, from settings of their own: a policy asks several times in one statement, and each
-- question parsed all claims. The claims stay for everything else, and for nodes that do not set the rest yet.
-- Locks: none held by others; functions are replaced.
CREATE OR REPLACE FUNCTION app.tenant_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(nullif(current_setting('app.tenant_id', true), ''), app.claims() ->> 'tenant_id')::uuid $$;

CREATE OR REPLACE FUNCTION app.user_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(nullif(current_setting('app.user_id', true), ''), app.claims() ->> 'sub')::uuid $$;

-- ' tickets.read tickets.write ': never empty where it is set.
CREATE OR REPLACE FUNCTION app.has_permission(permission text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
SELECT CASE WHEN current_setting('app.permissions', true) <> ''
            THEN position(' ' || permission || ' ' IN current_setting('app.permissions', true)) > 0
            ELSE coalesce(app.claims() -> 'permissions' ? permission, false) END
$$;
