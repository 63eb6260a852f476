-- The platform's administrators read the audit of everybody by age. Locks: SHARE on audit_log while the index is built.
CREATE INDEX audit_log_by_age ON audit_log (occurred_at, id);
