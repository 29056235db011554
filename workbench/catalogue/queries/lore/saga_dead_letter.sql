-- /// query
-- summary = "Notes what a saga gave up on; once more of the same counts an attempt"
-- source = "lore engine, storage strategy v1.2"
-- writes = true
--
-- [params.saga_id]
-- type = "str"
-- doc = "the saga's id"
-- example = "0f1c7d1e-0d3f-5a51-9a63-3f0f0d7f7c11"
--
-- [params.step_no]
-- type = "int"
-- doc = "the step, 0 for the saga itself"
-- example = 1
--
-- [params.reason]
-- type = "str"
-- doc = "why it gave up"
-- example = "compensation_failed"
--
-- [params.payload]
-- type = "json"
-- doc = "what was asked, what went wrong, what to do"
-- example = { to_do = "start the graph" }
--
-- [columns]
-- id = "int"
-- ///
WITH again AS (
    UPDATE dead_letter
    SET attempts = attempts + 1, last_failed_at = clock_timestamp(), payload = $payload::jsonb
    WHERE saga_id = $saga_id AND step_no = $step_no AND reason = $reason AND resolved_at IS NULL
    RETURNING id
), first AS (
    INSERT INTO dead_letter (saga_id, step_no, reason, payload, attempts)
    SELECT $saga_id, $step_no, $reason, $payload::jsonb, 1 WHERE NOT EXISTS (SELECT FROM again)
    RETURNING id
)
SELECT id FROM again UNION ALL SELECT id FROM first
