-- A password that an administrator gave is not taken away because somebody asks for a mail or signs up with the address.
-- Of the accounts that there are, those count that were not mailed to as a sign-up is. Locks: users exclusively, for
-- as long as it takes to look through it.
ALTER TABLE users ADD COLUMN password_given_at timestamptz;
ALTER TABLE users NO FORCE ROW LEVEL SECURITY;
UPDATE users SET password_given_at = created_at
 WHERE password_hash IS NOT NULL AND email_confirmed_at IS NULL
   AND (confirmation_sent_at IS NULL OR invited_at IS NOT NULL);
ALTER TABLE users FORCE ROW LEVEL SECURITY;
