-- /// query
-- summary = "What sagas gave up on and nobody has resolved, oldest first"
-- source = "lore engine, storage strategy v1.2"
--
-- [columns]
-- id = "int"
-- saga_id = "str"
-- step_no = "int"
-- reason = "str"
-- payload = "json: error, to_do and what was asked"
-- attempts = "int"
-- first_failed_at = "timestamp"
-- last_failed_at = "timestamp"
-- ///
SELECT id, saga_id, step_no, reason, payload, attempts, first_failed_at, last_failed_at
FROM dead_letter
WHERE resolved_at IS NULL
ORDER BY first_failed_at, id
