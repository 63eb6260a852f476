-- Erasing a tenant looks these up by tenant. Refreshing a session writes the tenant it already has, which touches no
-- index. Locks: `sessions` and `users` against writing, while the indexes are built.
CREATE INDEX sessions_by_tenant ON sessions (tenant_id) WHERE tenant_id IS NOT NULL;
CREATE INDEX users_by_last_tenant ON users (last_tenant_id) WHERE last_tenant_id IS NOT NULL;
