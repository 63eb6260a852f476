-- Nothing reads it: an invite is accepted at /auth/bootstrap, by its token or by the address.
-- ACCESS EXCLUSIVE on flow_states for a moment; no rewrite.
ALTER TABLE flow_states DROP COLUMN invite_token;
