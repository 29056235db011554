-- /// query
-- summary = "The journal of one saga, the saga itself first"
-- source = "lore engine, storage strategy v1.2"
--
-- [params.saga_id]
-- type = "str"
-- doc = "the saga's id"
-- example = "0f1c7d1e-0d3f-5a51-9a63-3f0f0d7f7c11"
--
-- [columns]
-- step_no = "int: 0 for the saga itself"
-- saga_type = "str"
-- step_name = "str"
-- state = "str: started, done, failed, compensated or skipped"
-- idempotency_key = "str, of step 0"
-- payload = "json"
-- error = "str"
-- attempts = "int"
-- ///
SELECT step_no, saga_type, step_name, state, idempotency_key, payload, error, attempts
FROM saga_journal
WHERE saga_id = $saga_id
ORDER BY step_no
