-- /// query
-- summary = "Edges, a page at a time, ids ascending"
-- source = "TongGraph, call edges"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [params.after]
-- type = "int"
-- doc = "ids above this one"
-- default = -1
--
-- [params.limit]
-- type = "int"
-- doc = "most rows"
-- default = 100
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
WHERE e.id > $after
ORDER BY e.id
LIMIT $limit
