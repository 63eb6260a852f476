-- Requests change their tenant's machines through functions, so that they may read nobody's password hash or
-- app_metadata: a column's grant counts for every row a policy shows, and colleagues see each other. Locks: `users` and
-- `service_users` exclusively, for a moment (a policy, a new column without a default).
REVOKE SELECT (password_hash, app_metadata), UPDATE (password_hash, app_metadata, updated_at) ON users FROM auth_app;

-- The functions run as the owner, who is under row-level security as well. The system door needs no permission.
CREATE POLICY own_machines_changed ON users TO auth_owner
    USING (service_tenant_id = (SELECT app.tenant_id()) 
           AND (session_user = 'auth_system' OR (SELECT app.has_permission('service_users.manage'))))
    WITH CHECK (service_tenant_id = (SELECT app.tenant_id()) 
           AND (session_user = 'auth_system' OR (SELECT app.has_permission('service_users.manage'))));

-- Replaces a machine's password; returns what it signs in with, and the hash before.
CREATE FUNCTION app.change_machine_password(machine uuid, hash text, at timestamptz)
    RETURNS TABLE (email text, previous_hash text)
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    UPDATE users u SET password_hash = hash, updated_at = at
     WHERE u.id = machine AND u.service_tenant_id = app.tenant_id()
    RETURNING u.email, old.password_hash
$$;
REVOKE EXECUTE ON FUNCTION app.change_machine_password FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.change_machine_password TO auth_app, auth_system;

-- Sets what a machine's tokens say of it and its application; other metadata stays.
CREATE FUNCTION app.describe_machine(machine uuid, metadata jsonb, at timestamptz) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    UPDATE users u
       SET app_metadata = (u.app_metadata - ARRAY ['application_id', 'application_name']) || metadata, updated_at = at
     WHERE u.id = machine AND u.service_tenant_id = app.tenant_id()
$$;
REVOKE EXECUTE ON FUNCTION app.describe_machine FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.describe_machine TO auth_app, auth_system;

-- A rotation within an overlap ends the oldest password, and with it the sessions begun before the rotation before.
ALTER TABLE service_users ADD COLUMN previous_rotated_at timestamptz;
GRANT UPDATE (previous_rotated_at) ON service_users TO auth_app;
