-- /// query
-- summary = "Missions of sagas that began within some hours: what they have stored may not be whole yet"
-- source = "lore engine, storage strategy v1.2"
--
-- [params.hours]
-- type = "int"
-- doc = "how many"
-- example = 24
--
-- [columns]
-- mission_id = "str"
-- ///
SELECT DISTINCT payload -> 'request' -> 'instance' ->> 'id' AS mission_id
FROM saga_journal
WHERE step_no = 0 AND saga_type = 'log_mission' AND created_at > clock_timestamp() - make_interval(hours => $hours)
ORDER BY mission_id
