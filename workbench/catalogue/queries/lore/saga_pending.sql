-- /// query
-- summary = "Objects that sagas owe, oldest first"
-- source = "lore engine, storage strategy v1.2"
--
-- [params.saga_id]
-- type = "str"
-- optional = true
-- doc = "the saga; every saga where null"
--
-- [columns]
-- id = "int"
-- saga_id = "str"
-- mission_id = "str"
-- object_key = "str"
-- sha256 = "str"
-- size_bytes = "int"
-- attempts = "int"
-- next_try_at = "timestamp, null where attempts are used up"
-- last_error = "str"
-- created_at = "timestamp"
-- ///
SELECT id, saga_id, mission_id, object_key, sha256, size_bytes, attempts, next_try_at, last_error, created_at
FROM attachments_pending
WHERE done_at IS NULL AND ($saga_id::text IS NULL OR saga_id = $saga_id)
ORDER BY created_at, id
