-- /// query
-- summary = "Takes the owed objects that are due for another attempt, and sets the attempt after it: 1, 2, 4 … minutes, up to a tenth sooner or later"
-- source = "lore engine, storage strategy v1.2"
-- writes = true
--
-- [columns]
-- id = "int"
-- saga_id = "str"
-- mission_id = "str"
-- object_key = "str"
-- sha256 = "str"
-- attempts = "int: this one included"
-- ///
UPDATE attachments_pending
SET attempts = attempts + 1,
    next_try_at = clock_timestamp() + interval '1 minute' * power(2, attempts + 1) * (0.9 + 0.2 * random())
WHERE done_at IS NULL AND next_try_at <= clock_timestamp()
RETURNING id, saga_id, mission_id, object_key, sha256, attempts
