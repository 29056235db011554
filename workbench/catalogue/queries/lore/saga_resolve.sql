-- /// query
-- summary = "Closes the dead letters of a saga"
-- source = "lore engine, storage strategy v1.2"
-- writes = true
--
-- [params.saga_id]
-- type = "str"
-- doc = "the saga's id"
-- example = "0f1c7d1e-0d3f-5a51-9a63-3f0f0d7f7c11"
--
-- [params.resolved_by]
-- type = "str"
-- doc = "who or what did it"
-- example = "recover"
--
-- [params.resolution]
-- type = "str"
-- doc = "what was done"
-- example = "committed"
--
-- [columns]
-- id = "int"
-- ///
UPDATE dead_letter
SET resolved_at = clock_timestamp(), resolved_by = $resolved_by, resolution = $resolution
WHERE saga_id = $saga_id AND resolved_at IS NULL
RETURNING id
