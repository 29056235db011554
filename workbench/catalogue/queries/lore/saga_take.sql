-- /// query
-- summary = "Takes over a saga whose lease ran out; no row where somebody is at work on it or it has ended"
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
-- [params.lease]
-- type = "int"
-- doc = "seconds until another may take the saga over"
-- example = 60
--
-- [columns]
-- saga_id = "str"
-- ///
UPDATE saga_journal
SET lease_owner = $owner, lease_until = clock_timestamp() + make_interval(secs => $lease),
    attempts = attempts + 1, updated_at = clock_timestamp()
WHERE saga_id = $saga_id AND step_no = 0 AND state = 'started'
  AND coalesce(lease_until < clock_timestamp(), true)
RETURNING saga_id
