-- /// query
-- summary = "Notes why an owed object could not be stored; without another attempt once there were enough"
-- source = "lore engine, storage strategy v1.2"
-- writes = true
--
-- [params.id]
-- type = "int"
-- doc = "the row"
-- example = 1
--
-- [params.error]
-- type = "str"
-- doc = "what went wrong"
-- example = "disk full"
--
-- [params.most]
-- type = "int"
-- doc = "attempts that are enough"
-- example = 8
--
-- [columns]
-- exhausted = "bool"
-- ///
UPDATE attachments_pending
SET last_error = $error, next_try_at = CASE WHEN attempts >= $most THEN NULL ELSE next_try_at END
WHERE id = $id
RETURNING next_try_at IS NULL AS exhausted
