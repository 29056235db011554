-- /// query
-- summary = "The node of an external id"
-- source = "TongGraph, call get_node_id"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [params.external_id]
-- type = "str"
-- doc = "external id"
-- example = "alice"
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
WHERE n.external_id = $external_id
