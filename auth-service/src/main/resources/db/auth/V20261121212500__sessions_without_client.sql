-- Nothing reads from where and with which program a session was opened: the audit has both, and its rules for keeping
-- them. Emptied here; the columns go with a later migration, when no node that fills them runs any more.
-- Locks: every row of `sessions`, until the end of the migration.
UPDATE sessions SET user_agent = NULL, ip = NULL WHERE user_agent IS NOT NULL OR ip IS NOT NULL;
