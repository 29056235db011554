-- /// query
-- summary = "Rows of the campaign log as told, by id"
-- source = "lore engine, storage strategy v1.2"
--
-- [params.id]
-- type = "int"
-- optional = true
-- doc = "one row alone"
-- example = 1
--
-- [columns]
-- id = "int"
-- campaign_id = "str"
-- event_type = "str or NULL"
-- outcome = "str or NULL"
-- in_fiction_time = "str: canonical time"
-- ///
SELECT id, campaign_id, event_type, outcome, in_fiction_time
FROM campaign_event
WHERE $id::bigint IS NULL OR id = $id::bigint
ORDER BY id
