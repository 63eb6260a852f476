-- A stored answer is given again only to who may still do what it could then: its role and permissions. Answers of before
-- have none and are not given again; they are gone within a day. Locks: `idempotency_key` exclusively, for a moment.
ALTER TABLE idempotency_key
    ADD COLUMN caller_role text,
    ADD COLUMN permissions text[];
