-- Second factors (TOTP, RFC 6238) and their challenges, and the one return a browser makes from a provider.
-- Locks: new objects; `flow_states` exclusively, for a moment.
CREATE TABLE mfa_factors (
    id                 uuid        PRIMARY KEY,
    user_id            uuid        NOT NULL REFERENCES users ON DELETE CASCADE,
    friendly_name      text        NOT NULL,
    status             text        NOT NULL CHECK (status IN ('unverified', 'verified')),
    secret             bytea       NOT NULL,   -- sealed; only the deployment's key opens it
    last_step          bigint,                 -- the newest time step whose code was taken: no code counts twice
    failures           int         NOT NULL DEFAULT 0,   -- wrong codes in a row
    window_failures    int         NOT NULL DEFAULT 0,   -- wrong codes since window_began_at
    window_began_at    timestamptz,
    last_challenged_at timestamptz,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    UNIQUE (user_id, friendly_name)
);

CREATE TABLE mfa_challenges (
    id          uuid        PRIMARY KEY,
    factor_id   uuid        NOT NULL REFERENCES mfa_factors ON DELETE CASCADE,
    ip          text        NOT NULL,
    verified_at timestamptz,
    created_at  timestamptz NOT NULL
);
CREATE INDEX mfa_challenges_by_factor ON mfa_challenges (factor_id);

ALTER TABLE flow_states ADD COLUMN returned_at timestamptz;   -- from the provider; a second return is refused
