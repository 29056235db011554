-- /// query
-- summary = "Edges at a node with the nodes at their other ends, out before in"
-- source = "TongGraph, call neighbors"
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
-- [params.direction]
-- type = "str"
-- doc = "out, in or both"
-- default = "both"
--
-- [params.type]
-- type = "str"
-- doc = "type of the edges; null for any"
-- optional = true
--
-- [columns]
-- edge = "int"
-- edge_type = "str"
-- direction = "str: out or in"
-- neighbour = "int"
-- external_id = "str"
-- ///
SELECT e.id AS edge, e.edge_type, way.direction, m.id AS neighbour, m.external_id
FROM tong_graphs AS g
CROSS JOIN (VALUES ('out', 1), ('in', 2)) AS way (direction, place)
JOIN tong_edges AS e ON e.graph = g.number
  AND $id = CASE way.direction WHEN 'out' THEN e.source ELSE e.target END
JOIN tong_nodes AS m ON m.graph = g.number
  AND m.id = CASE way.direction WHEN 'out' THEN e.target ELSE e.source END
WHERE g.name = $graph
  AND $direction IN (way.direction, 'both')
  AND ($type::text IS NULL OR e.edge_type = $type)
ORDER BY way.place, e.id
