-- Mail to be sent: appended in the transaction of what it tells of, sent by a worker. Holds links that sign in, so
-- nothing but the system door reads it, and what was sent is wiped. And when an address was last written to, or would
-- have been: addresses of nobody count alike. Hashed, because anybody may write any address here.
-- Where the tables stand already (auth-service made them itself, V20261121150000 and V20261121151000) nothing happens.
-- Locks: new objects only.
DO $$
BEGIN
    IF to_regclass('public.mails') IS NULL THEN
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
        GRANT INSERT ON mails TO ${service}_app;
    END IF;
    IF to_regclass('public.mail_turns') IS NULL THEN
        CREATE TABLE mail_turns (
            address_hash bytea       NOT NULL,
            kind         text        NOT NULL,
            taken_at     timestamptz NOT NULL,
            PRIMARY KEY (address_hash, kind)
        );
        CREATE INDEX mail_turns_by_age ON mail_turns (taken_at);
    END IF;
END
$$;
