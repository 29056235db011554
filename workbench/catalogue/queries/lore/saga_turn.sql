-- /// query
-- summary = "Writes the state of a saga as a whole, and with its end closes its dead letters; no row where the lease is somebody else's or the saga has ended"
-- source = "lore engine, storage strategy v1.2"
-- writes = true
--
-- [params.saga_id]
-- type = "str"
-- doc = "the saga's id"
-- example = "0f1c7d1e-0d3f-5a51-9a63-3f0f0d7f7c11"
--
-- [params.state]
-- type = "str"
-- doc = "its new state; the lease ends with started"
-- example = "done"
--
-- [params.payload]
-- type = "json"
-- doc = "what was asked and what came of it"
-- example = { outcome = "committed" }
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
-- saga_id = "str"
-- ///
WITH turned AS (
    UPDATE saga_journal
    SET state = $state, payload = $payload::jsonb, error = $error, updated_at = clock_timestamp(),
        lease_owner = CASE WHEN $state = 'started' THEN lease_owner END,
        lease_until = CASE WHEN $state = 'started' THEN clock_timestamp() + make_interval(secs => $lease) END
    WHERE saga_id = $saga_id AND step_no = 0 AND lease_owner = $owner AND state = 'started'
    RETURNING saga_id, state, payload ->> 'outcome' AS outcome
), resolved AS (
    UPDATE dead_letter d
    SET resolved_at = clock_timestamp(), resolved_by = $owner, resolution = t.outcome
    FROM turned t
    WHERE d.saga_id = t.saga_id AND d.resolved_at IS NULL AND t.state <> 'started'
)
SELECT saga_id FROM turned
