-- /// query
-- summary = "Nodes, a page at a time, ids ascending"
-- source = "TongGraph, call nodes"
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
-- external_id = "str"
-- labels = "json: list of texts, in their order"
-- properties = "json"
-- ///
SELECT n.id, n.external_id, n.labels, n.properties
FROM tong_nodes AS n
JOIN tong_graphs AS g ON g.number = n.graph AND g.name = $graph
WHERE n.id > $after
ORDER BY n.id
LIMIT $limit
