-- A tenant's suspension, deletion and erasure. Locks: `tenants` exclusively, for a moment.
ALTER TABLE tenants
    ADD COLUMN deleted_at timestamptz,
    ADD CHECK ((status = 'deleted') = (deleted_at IS NOT NULL));
CREATE INDEX tenants_deleted ON tenants (deleted_at) WHERE deleted_at IS NOT NULL;

-- Deleting and restoring is the owner's; whoever manages the tenant may do the rest.
DROP POLICY managed ON tenants;
CREATE POLICY managed ON tenants FOR UPDATE TO auth_app
    USING (id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tenant.manage')) AND status <> 'deleted')
    WITH CHECK (id = (SELECT app.tenant_id()) AND status <> 'deleted');
CREATE POLICY owned ON tenants FOR UPDATE TO auth_app
    USING (owner_id = (SELECT app.user_id()))
    WITH CHECK (owner_id = (SELECT app.user_id()));
GRANT UPDATE (status, deleted_at) ON tenants TO auth_app;
