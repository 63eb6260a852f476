-- A tenant that the deployment's operator suspended is not resumed by the tenant itself: requests have no right to the
-- column, and the check holds the status. Locks: `tenants` exclusively, for a moment (a column with a constant default;
-- the check reads the table, which is small).
ALTER TABLE tenants
    ADD COLUMN held_by_operator boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT tenants_held CHECK (NOT held_by_operator OR status <> 'active');
