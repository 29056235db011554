-- /// query
-- summary = "Ends a lease before its time, so that a recovery need not wait for it"
-- source = "lore engine, storage strategy v1.2"
-- writes = true
--
-- [params.saga_id]
-- type = "str"
-- doc = "the saga's id"
-- example = "0f1c7d1e-0d3f-5a51-9a63-3f0f0d7f7c11"
--
-- [params.owner]
-- type = "str"
-- doc = "who holds the lease"
-- example = "here:1:a"
--
-- [columns]
-- saga_id = "str"
-- ///
UPDATE saga_journal SET lease_until = clock_timestamp(), updated_at = clock_timestamp()
WHERE saga_id = $saga_id AND step_no = 0 AND lease_owner = $owner AND state = 'started'
RETURNING saga_id
