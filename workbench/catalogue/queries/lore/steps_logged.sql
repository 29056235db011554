-- /// query
-- summary = "The order of all logged steps, by mission and step"
-- source = "lore engine, storage strategy v1.2, consistency rules"
--
-- [columns]
-- id = "int"
-- mission_id = "str"
-- step_no = "int"
-- in_fiction_time = "str: canonical time"
-- occurred_at = "timestamp: real time"
-- ///
SELECT id, mission_id, step_no, in_fiction_time, occurred_at
FROM mission_log
ORDER BY mission_id, step_no, id
