-- People and machines, their sessions and the signing keys: the platform's own, of no tenant. Requests reach only the
-- machines of their tenant; signing in goes through the system door. Locks: new objects only.
CREATE TABLE users (
    id                 uuid        PRIMARY KEY,
    email              text        UNIQUE CHECK (email = lower(email) AND length(email) <= 255),
    password_hash      text,
    email_confirmed_at timestamptz,
    last_sign_in_at    timestamptz,
    app_metadata       jsonb       NOT NULL,
    user_metadata      jsonb       NOT NULL,
    banned_until       timestamptz,
    service_tenant_id  uuid,                 -- the tenant that owns a machine; null for people
    last_tenant_id     uuid,                 -- the tenant last worked in
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL
);
CREATE INDEX users_by_service_tenant ON users (service_tenant_id) WHERE service_tenant_id IS NOT NULL;

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY own_machines ON users TO auth_app
    USING (service_tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('service_users.manage')))
    WITH CHECK (service_tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('service_users.manage')));
GRANT SELECT (id, email, service_tenant_id), INSERT ON users TO auth_app;

CREATE TABLE identities (
    id              uuid        PRIMARY KEY,
    user_id         uuid        NOT NULL REFERENCES users ON DELETE CASCADE,
    provider        text        NOT NULL,
    provider_id     text        NOT NULL,
    identity_data   jsonb       NOT NULL,
    last_sign_in_at timestamptz,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    UNIQUE (provider, provider_id)
);
CREATE INDEX identities_by_user ON identities (user_id);

-- A session's refresh token is (id, counter, HMAC): one row serves the whole family, a refresh is one update.
CREATE TABLE sessions (
    id           uuid        PRIMARY KEY,
    user_id      uuid        NOT NULL REFERENCES users ON DELETE CASCADE,
    tenant_id    uuid,
    aal          text        NOT NULL,
    amr          jsonb       NOT NULL,
    hmac_key     bytea       NOT NULL,
    counter      bigint      NOT NULL,
    user_agent   text,
    ip           text,
    created_at   timestamptz NOT NULL,
    refreshed_at timestamptz NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE signing_keys (
    kid        text        PRIMARY KEY,
    jwk        jsonb       NOT NULL,
    active     boolean     NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX signing_keys_one_active ON signing_keys (active) WHERE active;
