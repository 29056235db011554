-- /// query
-- summary = "Retcons of entities and of their properties that were made after a real time, oldest first"
-- source = "lore engine, storage strategy v1.2"
--
-- [params.moment]
-- type = "timestamp"
-- doc = "real time, which is not included"
-- example = "2026-01-01T00:00:00Z"
--
-- [columns]
-- target_kind = "str: entity or property"
-- target_id = "str: the entity's id, or id#property"
-- before = "json, null where there was nothing"
-- after = "json, null where there is nothing"
-- retconned_at = "timestamp"
-- ///
SELECT target_kind, target_id, before, after, retconned_at
FROM retcon
WHERE target_kind IN ('entity', 'property') AND retconned_at > $moment::timestamptz
ORDER BY retconned_at, id
