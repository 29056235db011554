-- /// query
-- summary = "One edge by its id"
-- source = "TongGraph, call get_edge"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [params.id]
-- type = "int"
-- doc = "id of the edge"
-- example = 0
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
WHERE e.id = $id
