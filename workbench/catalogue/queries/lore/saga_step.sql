-- /// query
-- summary = "Writes the state of one step and renews the lease; no row where the lease is somebody else's"
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
-- [params.step_name]
-- type = "str"
-- doc = "name of the step"
-- example = "log_rows"
--
-- [params.state]
-- type = "str"
-- doc = "its new state"
-- example = "started"
--
-- [params.payload]
-- type = "json"
-- optional = true
-- doc = "what the step needs to be repeated or undone; as it is where null"
--
-- [params.error]
-- type = "str"
-- optional = true
-- doc = "what went wrong"
--
-- [params.owner]
-- type = "str"
-- doc = "who holds the lease"
-- example = "here:1:a"
--
-- [params.lease]
-- type = "int"
-- doc = "seconds until another may take the saga over"
-- example = 60
--
-- [columns]
-- step_no = "int"
-- ///
WITH held AS (
    UPDATE saga_journal
    SET lease_until = clock_timestamp() + make_interval(secs => $lease), updated_at = clock_timestamp()
    WHERE saga_id = $saga_id AND step_no = 0 AND lease_owner = $owner AND state = 'started'
    RETURNING saga_type
)
INSERT INTO saga_journal AS j (saga_id, step_no, saga_type, step_name, state, payload, error, attempts)
SELECT $saga_id, $step_no, saga_type, $step_name, $state, $payload::jsonb, $error, 1 FROM held
ON CONFLICT (saga_id, step_no) DO UPDATE
SET state = excluded.state, payload = coalesce(excluded.payload, j.payload), error = excluded.error,
    attempts = j.attempts + CASE WHEN excluded.state = 'started' THEN 1 ELSE 0 END,
    updated_at = clock_timestamp()
RETURNING step_no
