-- Secrets that were mailed, as hashes. At most one of each kind per person: a new one replaces the one before.
-- Locks: new objects; `users` and `sessions` against writing while their indexes are built.
CREATE TABLE one_time_tokens (
    id            uuid        PRIMARY KEY,
    user_id       uuid        NOT NULL REFERENCES users ON DELETE CASCADE,
    kind          text        NOT NULL CHECK (kind IN ('confirmation', 'recovery', 'email_change_current',
                                                       'email_change_new', 'reauthentication')),
    address       text        NOT NULL,                 -- where it was sent to
    salt          bytea       NOT NULL,
    secret_hash   bytea       NOT NULL UNIQUE,          -- SHA-256 of the link's text
    flow_id       uuid        REFERENCES flow_states ON DELETE SET NULL,
    pkce          boolean     NOT NULL,
    needs_partner boolean     NOT NULL,                 -- half of an e-mail change: the other half must come too
    guesses       int         NOT NULL DEFAULT 0,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    UNIQUE (user_id, kind)
);
CREATE INDEX one_time_tokens_by_end ON one_time_tokens (expires_at);
CREATE INDEX one_time_tokens_by_flow ON one_time_tokens (flow_id) WHERE flow_id IS NOT NULL;

-- Tries of six-digit codes per account, over all its tokens: new tokens give no new tries.
CREATE TABLE one_time_guesses (
    user_id uuid        PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    guesses int         NOT NULL,
    since   timestamptz NOT NULL
);

-- When an address was last sent a mail of a kind, or would have been: addresses of nobody count alike. Hashed, because
-- anybody may write any address here.
CREATE TABLE mail_turns (
    address_hash bytea       NOT NULL,
    kind         text        NOT NULL,
    taken_at     timestamptz NOT NULL,
    PRIMARY KEY (address_hash, kind)
);
CREATE INDEX mail_turns_by_age ON mail_turns (taken_at);

-- For the clean-up, and for who confirms a new address by its code.
CREATE INDEX users_by_new_email ON users (new_email) WHERE new_email IS NOT NULL;
CREATE INDEX users_anonymous_by_age ON users (created_at) WHERE is_anonymous;
CREATE INDEX sessions_by_end ON sessions (not_after) WHERE not_after IS NOT NULL;
