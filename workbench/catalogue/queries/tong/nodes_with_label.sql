-- /// query
-- summary = "Nodes that carry a label, ids ascending"
-- source = "TongGraph, call nodes_with_label"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [params.label]
-- type = "str"
-- doc = "the label"
-- example = "Person"
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
WHERE n.labels::jsonb ? $label
ORDER BY n.id
