-- /// query
-- summary = "Step numbers of the given rows of mission_log that the table does not hold as given"
-- source = "lore engine, storage strategy v1.2"
--
-- [params.rows]
-- type = "json"
-- doc = "rows of mission_log, each with its id"
-- example = [{ id = 900001, mission_id = "MSN-001", step_no = 1, step_type = "planned", occurred_at = "2026-01-15T18:55:00Z", party = ["per_nell_brack"] }]
--
-- [columns]
-- step_no = "int"
-- held_as = "int: id of another row in its place, null where there is none"
-- ///
SELECT r.step_no, m.id AS held_as
FROM jsonb_to_recordset($rows::jsonb) AS r (
    id bigint, mission_id text, step_no int, step_type text, occurred_at timestamptz, in_fiction_time text,
    party text[], location_id text, outcome text, notes text, sources text[]
)
LEFT JOIN mission_log m ON m.mission_id = r.mission_id AND m.step_no = r.step_no
WHERE m.id IS NULL
   OR (m.step_type, m.occurred_at, m.in_fiction_time, m.party, m.location_id, m.outcome, m.notes, m.sources)
      IS DISTINCT FROM
      (r.step_type, r.occurred_at, r.in_fiction_time, r.party, r.location_id, r.outcome, r.notes, r.sources)
ORDER BY r.step_no
