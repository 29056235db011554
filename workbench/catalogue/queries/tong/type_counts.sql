-- /// query
-- summary = "How many edges each type has"
-- source = "TongGraph, call schema"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- name = "str"
-- count = "int"
-- ///
SELECT e.edge_type AS name, count(*) AS count
FROM tong_edges AS e
JOIN tong_graphs AS g ON g.number = e.graph AND g.name = $graph
GROUP BY e.edge_type
ORDER BY e.edge_type
