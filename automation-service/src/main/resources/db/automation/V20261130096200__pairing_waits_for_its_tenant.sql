-- The tenant a request asked for, as long as nobody has heard of it. Locks: automation_pairing_requests in ACCESS
-- EXCLUSIVE for a change of the catalogue alone, then in SHARE for an index over the few requests that wait.
ALTER TABLE automation_pairing_requests ADD COLUMN awaited_slug text;
CREATE INDEX automation_pairing_requests_awaiting ON automation_pairing_requests (awaited_slug)
    WHERE awaited_slug IS NOT NULL;
