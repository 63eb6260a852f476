-- tickets-service has begun to keep who is a member of a tenant and what members and service users may do, and the topics
-- keep events for a week. So all of it is told once more as it is (ADR 0057): rows of the same version, which change nothing
-- for those who know them, for nobody's eyes, so that no stream and no webhook tells of them. Locks: the five tables against
-- everything, for as long as it takes to read them.
ALTER TABLE role_permissions NO FORCE ROW LEVEL SECURITY;
ALTER TABLE department_roles NO FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships NO FORCE ROW LEVEL SECURITY;
ALTER TABLE service_users NO FORCE ROW LEVEL SECURITY;
ALTER TABLE outbox NO FORCE ROW LEVEL SECURITY;

CREATE FUNCTION pg_temp.wire(at timestamptz) RETURNS text
    LANGUAGE sql STABLE
    AS $$ SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

INSERT INTO outbox (id, tenant_id, type, subject, subject_version, actor, audience, data, occurred_at)
SELECT uuidv7(), tenant_id, type, subject, version, 'system:members-told-again',
       '{"permission":null,"users":[]}',
       json_build_object('table', told_table, 'record', record)::text, now()
  FROM (
    SELECT 1 AS place, tenant_id, 'role.updated' AS type, id::text AS subject, version, 'role_permissions' AS told_table,
           json_build_object('tenant_id', tenant_id, 'role', role, 'id', id, 'permissions', permissions,
                             'version', version, 'updated_at', pg_temp.wire(updated_at)) AS record
      FROM role_permissions
    UNION ALL
    SELECT 2, tenant_id, 'department_role.updated', id::text, version, 'department_roles',
           json_build_object('id', id, 'tenant_id', tenant_id, 'name', name, 'permissions', permissions,
                             'version', version, 'created_at', pg_temp.wire(created_at),
                             'updated_at', pg_temp.wire(updated_at))
      FROM department_roles
    UNION ALL
    SELECT 3, tenant_id, 'member.updated', user_id::text, version, 'memberships',
           json_build_object('tenant_id', tenant_id, 'user_id', user_id, 'role', role,
                             'department_role_id', department_role_id, 'version', version,
                             'created_at', pg_temp.wire(created_at), 'updated_at', pg_temp.wire(updated_at))
      FROM memberships
    UNION ALL
    SELECT 4, tenant_id, 'service_user.updated', id::text, version, 'service_users',
           json_build_object('id', id, 'tenant_id', tenant_id, 'name', name, 'description', description,
                             'application_id', application_id, 'application_name', application_name,
                             'permissions', permissions, 'rate_limit', rate_limit, 'status', status,
                             'last_used_at', NULL, 'rotated_at', pg_temp.wire(rotated_at),
                             'overlap_ends_at', pg_temp.wire(overlap_ends_at), 'version', version,
                             'created_by', created_by, 'created_at', pg_temp.wire(created_at),
                             'updated_at', pg_temp.wire(updated_at))
      FROM service_users WHERE deleted_at IS NULL) told
 ORDER BY place;

DROP FUNCTION pg_temp.wire;

ALTER TABLE role_permissions FORCE ROW LEVEL SECURITY;
ALTER TABLE department_roles FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
ALTER TABLE service_users FORCE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
