-- /// query
-- summary = "Missions that mission_log tells of, and whether it tells that they were completed"
-- source = "lore engine, storage strategy v1.2"
--
-- [columns]
-- mission_id = "str"
-- steps = "int"
-- completed = "bool"
-- since = "timestamp: real time of the first row"
-- ///
SELECT mission_id, count(*) AS steps, bool_or(step_type = 'completed') AS completed, min(occurred_at) AS since
FROM mission_log
GROUP BY mission_id
ORDER BY mission_id
