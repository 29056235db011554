-- /// query
-- summary = "Writes what came of a saga that has ended, and where nothing is owed any more forgets the contents that it kept and closes its dead letters"
-- source = "lore engine, storage strategy v1.2"
-- writes = true
--
-- [params.saga_id]
-- type = "str"
-- doc = "the saga's id"
-- example = "0f1c7d1e-0d3f-5a51-9a63-3f0f0d7f7c11"
--
-- [params.outcome]
-- type = "str"
-- doc = "committed or dead_letter"
-- example = "committed"
--
-- [params.forget]
-- type = "bool"
-- doc = "whether no object is owed any more"
-- example = true
--
-- [columns]
-- saga_id = "str"
-- ///
WITH settled AS (
    UPDATE saga_journal
    SET updated_at = clock_timestamp(),
        payload = payload || jsonb_build_object('outcome', $outcome::text) || CASE WHEN $forget THEN jsonb_build_object(
            'files', (SELECT coalesce(jsonb_agg(f - 'content'), '[]') FROM jsonb_array_elements(payload -> 'files') f)
        ) ELSE '{}' END
    WHERE saga_id = $saga_id AND step_no = 0 AND state = 'done'
    RETURNING saga_id
), resolved AS (
    UPDATE dead_letter d
    SET resolved_at = clock_timestamp(), resolved_by = 'recover', resolution = $outcome
    FROM settled s
    WHERE d.saga_id = s.saga_id AND d.resolved_at IS NULL AND $forget
)
SELECT saga_id FROM settled
