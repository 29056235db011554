-- /// query
-- summary = "Notes objects that a saga owes; the first retry is due in a minute"
-- source = "lore engine, storage strategy v1.2"
-- writes = true
--
-- [params.saga_id]
-- type = "str"
-- doc = "the saga's id"
-- example = "0f1c7d1e-0d3f-5a51-9a63-3f0f0d7f7c11"
--
-- [params.mission_id]
-- type = "str"
-- doc = "the mission"
-- example = "MSN-001"
--
-- [params.rows]
-- type = "json"
-- doc = "a list of {object_key, sha256, size_bytes, last_error}"
-- example = [{ object_key = "attachments/MSN-001/aa/map.png", sha256 = "aa", size_bytes = 3, last_error = "disk full" }]
--
-- [columns]
-- id = "int"
-- ///
INSERT INTO attachments_pending (saga_id, mission_id, object_key, sha256, size_bytes, last_error, next_try_at)
SELECT $saga_id, $mission_id, object_key, sha256, size_bytes, last_error,
       clock_timestamp() + interval '1 minute' * (0.9 + 0.2 * random())
FROM jsonb_to_recordset($rows::jsonb) AS r (object_key text, sha256 text, size_bytes bigint, last_error text)
ON CONFLICT (mission_id, object_key) DO UPDATE
SET saga_id = excluded.saga_id, last_error = excluded.last_error, attempts = 0, next_try_at = excluded.next_try_at,
    done_at = NULL
RETURNING id
