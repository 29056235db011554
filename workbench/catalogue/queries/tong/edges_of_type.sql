-- /// query
-- summary = "Edges of a type, ids ascending"
-- source = "TongGraph, call edges_by_type"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [params.type]
-- type = "str"
-- doc = "the type"
-- example = "KNOWS"
--
-- [columns]
-- id = "int"
-- source = "int"
-- target = "int"
-- edge_type = "str"
-- properties = "json"
-- ///
SELECT e.id, e.source, e.target, e.edge_type, e.properties
FROM tong_edges AS e
JOIN tong_graphs AS g ON g.number = e.graph AND g.name = $graph
WHERE e.edge_type = $type
ORDER BY e.id
