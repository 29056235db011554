-- /// query
-- summary = "Nodes that have a property, with a value those where it is that very value"
-- source = "TongGraph, call nodes_with_property"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [params.key]
-- type = "str"
-- doc = "name of the property"
-- example = "rank"
--
-- [params.value]
-- type = "json"
-- doc = "the value; null for any; 3, 3.0, true and \"3\" are four values"
-- optional = true
-- example = 3
--
-- [columns]
-- id = "int"
-- external_id = "str"
-- labels = "json: list of texts, in their order"
-- properties = "json"
-- ///
SELECT n.id, n.external_id, n.labels, n.properties
FROM tong_nodes AS n
JOIN tong_graphs AS g ON g.number = n.graph AND g.name = $graph
WHERE (n.properties -> $key::text) IS NOT NULL
  AND ($value::json IS NULL OR (n.properties -> $key::text)::text = $value::json::text)
ORDER BY n.id
