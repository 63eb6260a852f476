-- Other services keep who is a member and what members and service users may do, from events that the topics hold for a
-- week. Where one of them has lost that, an operator lets all of it be told once more, as it is (docs/operations.md, ADR
-- 0059). Locks: none.

CREATE FUNCTION app.wire(at timestamptz) RETURNS text
    LANGUAGE sql STABLE
    AS $$ SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

-- Roles, department roles, memberships and service users of one tenant, or of all: rows of the versions that they have,
-- which change nothing for those who know them, for nobody's eyes, so that no stream and no webhook tells of them.
-- Answers how many were told. The time of the events is now, so what is told wins over no later change.
CREATE FUNCTION app.tell_people_again(of_tenant uuid DEFAULT NULL) RETURNS bigint
    LANGUAGE sql VOLATILE SET search_path = public, pg_temp
    AS $$
WITH told AS (
    SELECT 1 AS place, tenant_id, 'role.updated' AS type, id::text AS subject, version, 'role_permissions' AS told_table,
           json_build_object('tenant_id', tenant_id, 'role', role, 'id', id, 'permissions', permissions,
                             'version', version, 'updated_at', app.wire(updated_at)) AS record
      FROM role_permissions
    UNION ALL
    SELECT 2, tenant_id, 'department_role.updated', id::text, version, 'department_roles',
           json_build_object('id', id, 'tenant_id', tenant_id, 'name', name, 'permissions', permissions,
                             'version', version, 'created_at', app.wire(created_at), 'updated_at', app.wire(updated_at))
      FROM department_roles
    UNION ALL
    SELECT 3, tenant_id, 'member.updated', user_id::text, version, 'memberships',
           json_build_object('tenant_id', tenant_id, 'user_id', user_id, 'role', role,
                             'department_role_id', department_role_id, 'version', version,
                             'created_at', app.wire(created_at), 'updated_at', app.wire(updated_at))
      FROM memberships
    UNION ALL
    SELECT 4, tenant_id, 'service_user.updated', id::text, version, 'service_users',
           json_build_object('id', id, 'tenant_id', tenant_id, 'name', name, 'description', description,
                             'application_id', application_id, 'application_name', application_name,
                             'permissions', permissions, 'rate_limit', rate_limit, 'status', status,
                             'last_used_at', NULL, 'rotated_at', app.wire(rotated_at),
                             'overlap_ends_at', app.wire(overlap_ends_at), 'version', version,
                             'created_by', created_by, 'created_at', app.wire(created_at),
                             'updated_at', app.wire(updated_at))
      FROM service_users WHERE deleted_at IS NULL
), queued AS (
    INSERT INTO outbox (id, tenant_id, type, subject, subject_version, actor, audience, data, occurred_at)
    SELECT uuidv7(), tenant_id, type, subject, version, 'system:people-told-again', '{"permission":null,"users":[]}',
           json_build_object('table', told_table, 'record', record)::text, now()
      FROM told WHERE of_tenant IS NULL OR tenant_id = of_tenant ORDER BY place
    RETURNING id
)
SELECT count(*) FROM queued
$$;
REVOKE EXECUTE ON FUNCTION app.tell_people_again FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.tell_people_again TO auth_system;
