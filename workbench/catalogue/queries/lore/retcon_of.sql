-- /// query
-- summary = "What the last retcon that made an edge told of it"
-- source = "lore engine, storage strategy v1.2"
--
-- [params.edge_id]
-- type = "str"
-- doc = "the edge's id"
-- example = "rel_0347"
--
-- [columns]
-- after = "json: the edge, as it was told"
-- ///
SELECT after
FROM retcon
WHERE target_kind = 'relation' AND after ->> 'id' = $edge_id
ORDER BY retconned_at DESC, id DESC
LIMIT 1
