-- What signing in by mail, by another provider and with a second factor needs. Locks: `users` and `sessions`
-- exclusively, for a moment (new columns without a default to compute).
ALTER TABLE users
    ADD COLUMN is_anonymous         boolean NOT NULL DEFAULT false,
    ADD COLUMN new_email            text CHECK (new_email = lower(new_email) AND length(new_email) <= 255),
    ADD COLUMN invited_at           timestamptz,
    ADD COLUMN confirmation_sent_at timestamptz,
    ADD COLUMN recovery_sent_at     timestamptz,
    ADD COLUMN email_change_sent_at timestamptz,
    ADD COLUMN reauthentication_sent_at timestamptz,
    ADD COLUMN deleted_at           timestamptz;

ALTER TABLE sessions
    ADD COLUMN factor_id uuid,          -- the second factor that raised it to aal2
    ADD COLUMN not_after timestamptz;   -- a fixed end, where sessions are time-boxed

-- Sign-ins that leave for a mail or another provider and come back with a code (PKCE, RFC 7636).
CREATE TABLE flow_states (
    id                     uuid        PRIMARY KEY,
    user_id                uuid        REFERENCES users ON DELETE CASCADE,   -- known once authenticated
    auth_code              uuid        NOT NULL UNIQUE,
    code_challenge         text,                                             -- null: tokens go back in the fragment
    code_challenge_method  text        CHECK (code_challenge_method IN ('s256', 'plain')),
    method                 text        NOT NULL,                             -- the session's amr method
    provider               text,
    redirect_to            text,
    linking_user_id        uuid        REFERENCES users ON DELETE CASCADE,   -- who links one more identity
    invite_token           text,
    provider_nonce         text,
    provider_code_verifier text,
    provider_access_token  text,
    provider_refresh_token text,
    created_at             timestamptz NOT NULL,
    authenticated_at       timestamptz
);
CREATE INDEX flow_states_by_age ON flow_states (created_at);
CREATE INDEX flow_states_by_user ON flow_states (user_id);
CREATE INDEX flow_states_by_linking_user ON flow_states (linking_user_id);

-- Mail to be sent: appended in the transaction of what it tells of, sent by a worker. Holds links that sign in, so
-- nothing but the system door reads it, and what was sent is wiped.
CREATE TABLE mails (
    id           uuid        PRIMARY KEY,
    kind         text        NOT NULL,
    recipient    text        NOT NULL,
    values       jsonb       NOT NULL,
    attempts     int         NOT NULL DEFAULT 0,
    next_try_at  timestamptz,             -- null: sent, or given up
    sent_at      timestamptz,
    last_error   text,
    created_at   timestamptz NOT NULL
);
CREATE INDEX mails_due ON mails (next_try_at) WHERE next_try_at IS NOT NULL;
GRANT INSERT ON mails TO auth_app;
