-- What is known of a repeatable write: whether it is under way elsewhere, else its answer, in one round trip. The lock is a
-- statement of its own, so that the answer of a transaction that has just ended is seen.
-- Locks: none held by others; a new function.
CREATE FUNCTION app.earlier_answer(tenant uuid, caller uuid, asked text, fingerprint text, since timestamptz)
    RETURNS TABLE (locked boolean, answer idempotency_key)
    LANGUAGE plpgsql ROWS 1
    AS $$
BEGIN
    locked := pg_try_advisory_xact_lock(
        hashtextextended(tenant || '|' || caller || '|' || asked || '|' || fingerprint, 0));
    IF locked THEN
        SELECT k.* INTO answer FROM idempotency_key k
         WHERE k.tenant_id = tenant AND k.caller_id = caller AND k.route = asked AND k.key = fingerprint
           AND k.created_at >= since;
    END IF;
    RETURN NEXT;
END $$;
