-- /// query
-- summary = "Every retcon with the states before and after it, oldest first"
-- source = "lore engine, storage strategy v1.2, consistency rules"
--
-- [columns]
-- id = "int"
-- target_kind = "str: entity, relation or property"
-- target_id = "str: a node's id, an edge's, or id#property"
-- before = "json, null where there was nothing"
-- after = "json, null where there is nothing"
-- retconned_at = "timestamp"
-- ///
SELECT id, target_kind, target_id, before, after, retconned_at
FROM retcon
ORDER BY retconned_at, id
