-- /// query
-- summary = "The logged steps of missions, by mission and step"
-- source = "lore engine, storage strategy v1.2, list_missions"
-- differs = "an array for the list of ids, which may be empty; ordered by mission first; ties by id"
-- original = """
-- SELECT * FROM mission_log WHERE mission_id = ANY ($mission_ids::text[]) ORDER BY step_no
-- """
--
-- [params.mission_ids]
-- type = "list[str]"
-- doc = "the missions; one without steps gives no row"
-- example = ["MSN-009", "MSN-016"]
--
-- [columns]
-- id = "int"
-- mission_id = "str"
-- step_no = "int"
-- step_type = "str"
-- in_fiction_time = "str: canonical time"
-- occurred_at = "timestamp: real time"
-- party = "list: ids of the persons present"
-- location_id = "str"
-- outcome = "str"
-- notes = "str"
-- ///
SELECT id, mission_id, step_no, step_type, in_fiction_time, occurred_at, party, location_id,
    outcome, notes
FROM mission_log
WHERE mission_id = ANY ($mission_ids::text[])
ORDER BY mission_id, step_no, id
