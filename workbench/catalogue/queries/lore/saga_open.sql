-- /// query
-- summary = "Sagas without a final state, oldest first, each with the last step it wrote of"
-- source = "lore engine, storage strategy v1.2"
--
-- [columns]
-- saga_id = "str"
-- saga_type = "str"
-- idempotency_key = "str"
-- created_at = "timestamp"
-- error = "str"
-- leased = "bool: whether somebody is at work on it"
-- step = "str, null before the first"
-- step_state = "str"
-- ///
SELECT s.saga_id, s.saga_type, s.idempotency_key, s.created_at, s.error,
       coalesce(s.lease_until > clock_timestamp(), false) AS leased,
       last.step_name AS step, last.state AS step_state
FROM saga_journal s
LEFT JOIN LATERAL (
    SELECT step_name, state FROM saga_journal e
    WHERE e.saga_id = s.saga_id AND e.step_no > 0 ORDER BY e.step_no DESC LIMIT 1
) last ON true
WHERE s.step_no = 0 AND s.state = 'started'
ORDER BY s.created_at, s.saga_id
