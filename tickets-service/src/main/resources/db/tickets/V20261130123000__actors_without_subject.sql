-- A trigger, a letter or the system acts too: then no subject made or changed the row, and history and events name who
-- it was. What an SLA sets is changed like everything else. Locks: each table exclusively, for the catalogue alone.
ALTER TABLE tickets ALTER COLUMN created_by DROP NOT NULL, ALTER COLUMN updated_by DROP NOT NULL;
ALTER TABLE contacts ALTER COLUMN created_by DROP NOT NULL, ALTER COLUMN updated_by DROP NOT NULL;
ALTER TABLE ticket_comments ALTER COLUMN author_id DROP NOT NULL;
GRANT UPDATE (first_response_due_at, resolution_due_at, sla_breached) ON tickets TO ${service}_app;
