-- Tickets that nobody asked for are in no index of who did. Locks: tickets against writes while the index is built.
DROP INDEX tickets_by_requester;
CREATE INDEX tickets_by_requester ON tickets (tenant_id, requester_id, id) WHERE requester_id IS NOT NULL;
