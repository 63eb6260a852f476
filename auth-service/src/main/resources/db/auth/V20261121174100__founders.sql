-- Who has no address yet founds no tenant. Locks: tenants exclusively, for a moment.
CREATE POLICY not_anonymous ON tenants AS RESTRICTIVE FOR INSERT TO auth_app
    WITH CHECK ((SELECT app.claims() ->> 'is_anonymous') IS DISTINCT FROM 'true');
