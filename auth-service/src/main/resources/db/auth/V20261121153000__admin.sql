-- Administrators list accounts by age. Locks: SHARE on users while the index is built.
CREATE INDEX users_by_age ON users (created_at, id);
