-- /// query
-- summary = "Begins the journal of a saga, which is leased to its writer; no row where the saga is there already"
-- source = "lore engine, storage strategy v1.2"
-- writes = true
--
-- [params.saga_id]
-- type = "str"
-- doc = "the saga's id"
-- example = "0f1c7d1e-0d3f-5a51-9a63-3f0f0d7f7c11"
--
-- [params.saga_type]
-- type = "str"
-- doc = "kind of saga"
-- example = "log_mission"
--
-- [params.key]
-- type = "str"
-- doc = "its idempotency key"
-- example = "monday"
--
-- [params.payload]
-- type = "json"
-- doc = "what was asked"
-- example = { request = { instance = { id = "MSN-001" } } }
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
-- transaction = "str: the transaction that wrote it"
-- ///
INSERT INTO saga_journal (saga_id, step_no, saga_type, step_name, state, idempotency_key, payload, attempts,
                          lease_owner, lease_until)
VALUES ($saga_id, 0, $saga_type, $saga_type, 'started', $key, $payload::jsonb, 1,
        $owner, clock_timestamp() + make_interval(secs => $lease))
ON CONFLICT DO NOTHING
RETURNING saga_id, pg_current_xact_id()::text AS transaction
