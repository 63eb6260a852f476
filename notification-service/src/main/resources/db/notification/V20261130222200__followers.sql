-- Who follows a ticket is told of it besides. Locks: tickets_seen exclusively, for the catalogue alone.
ALTER TABLE tickets_seen ADD COLUMN followers uuid[] NOT NULL DEFAULT '{}';
