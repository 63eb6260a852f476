-- What the system makes, by a schedule, a trigger or the secret key, was made by nobody: the event's actor tells. Locks:
-- the four tables in ACCESS EXCLUSIVE, finished_jobs with its partitions, for a change of the catalogue alone.
ALTER TABLE accounts ALTER COLUMN created_by DROP NOT NULL;
ALTER TABLE automation_agents ALTER COLUMN paired_by DROP NOT NULL;
ALTER TABLE automation_jobs ALTER COLUMN created_by DROP NOT NULL;
ALTER TABLE finished_jobs ALTER COLUMN created_by DROP NOT NULL;
