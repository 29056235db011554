-- /// query
-- summary = "Inserts rows of mission_log; one whose mission and step number are taken is left out"
-- source = "lore engine, storage strategy v1.2"
-- writes = true
--
-- [params.rows]
-- type = "json"
-- doc = "rows of mission_log, each with its id"
-- example = [{ id = 900001, mission_id = "MSN-001", step_no = 1, step_type = "planned", occurred_at = "2026-01-15T18:55:00Z", party = ["per_nell_brack"] }]
--
-- [columns]
-- id = "int"
-- ///
INSERT INTO mission_log (id, mission_id, step_no, step_type, occurred_at, in_fiction_time, party, location_id,
                         outcome, notes, sources)
SELECT id, mission_id, step_no, step_type, occurred_at, in_fiction_time, party, location_id, outcome, notes, sources
FROM jsonb_to_recordset($rows::jsonb) AS r (
    id bigint, mission_id text, step_no int, step_type text, occurred_at timestamptz, in_fiction_time text,
    party text[], location_id text, outcome text, notes text, sources text[]
)
ON CONFLICT DO NOTHING
RETURNING id
