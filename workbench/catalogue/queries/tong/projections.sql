-- /// query
-- summary = "The databases of the graph server that hold a graph, and how far each has come"
-- source = "TongGraph, own: what Cypher is asked of"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- place = "str"
-- generation = "int"
-- behind = "int: changes that it lacks"
-- ///
SELECT p.place, p.generation, g.generation - p.generation AS behind
FROM tong_projections AS p
JOIN tong_graphs AS g ON g.number = p.graph AND g.name = $graph
ORDER BY p.place
