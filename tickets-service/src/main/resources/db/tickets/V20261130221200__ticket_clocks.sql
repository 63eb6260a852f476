-- The clocks of a ticket lie in its row, which every change of it reads and writes anyway, and are in no index. When the next
-- of them is due lies beside it, in a table that changes with that time alone: so a ticket's other changes touch no index of
-- due times, and a sweep finds what is due among the few rows it is about (ADR 0073).
-- Locks: tickets exclusively, for the catalogue alone; nothing is rewritten.
ALTER TABLE tickets
    ADD COLUMN next_due_at  timestamptz,
    ADD COLUMN sla          jsonb, -- as the wire shows it; NULL where no policy holds
    ADD COLUMN sla_progress jsonb; -- what it is counted from: pauses and replies; never shown
GRANT UPDATE (next_due_at, sla, sla_progress) ON tickets TO ${service}_app;

CREATE TABLE ticket_clocks (
    tenant_id uuid        NOT NULL,
    ticket_id uuid        NOT NULL,
    due_at    timestamptz NOT NULL, -- the ticket's next_due_at
    wake_at   timestamptz NOT NULL, -- when a sweep has to look: to warn, then when it is due
    warned    boolean     NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id)
);
CREATE INDEX ticket_clocks_by_wake ON ticket_clocks (wake_at);

-- Written by whoever changes a ticket, a client too; shown to nobody.
ALTER TABLE ticket_clocks ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_clocks FORCE ROW LEVEL SECURITY;
CREATE POLICY kept ON ticket_clocks TO ${service}_app
    USING (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write')))
    WITH CHECK (tenant_id = (SELECT app.tenant_id()) AND (SELECT app.has_permission('tickets.write')));
GRANT SELECT, INSERT, DELETE, UPDATE (due_at, wake_at, warned) ON ticket_clocks TO ${service}_app;
