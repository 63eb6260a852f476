-- Nothing reads from where and with which program a session was opened: the audit has both, and its rules for keeping
-- them. Locks: `sessions` against everything, for a moment; no row is rewritten.
ALTER TABLE sessions
    DROP COLUMN user_agent,
    DROP COLUMN ip;
