-- By which way a ticket came in. Tickets that are there already say `api`: what made them is not known any more.
-- Locks: tickets exclusively, while the check reads them once; nothing is rewritten.
ALTER TABLE tickets
    ADD COLUMN channel text NOT NULL DEFAULT 'api' CHECK (channel IN ('api', 'web', 'email', 'automation'));
