-- /// query
-- summary = "One node by its id"
-- source = "TongGraph, call get_node"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [params.id]
-- type = "int"
-- doc = "id of the node"
-- example = 0
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
WHERE n.id = $id
