-- /// query
-- summary = "How many nodes carry each label"
-- source = "TongGraph, call schema"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- name = "str"
-- count = "int: a label twice on a node counts once"
-- ///
SELECT label AS name, count(DISTINCT n.id) AS count
FROM tong_nodes AS n
JOIN tong_graphs AS g ON g.number = n.graph AND g.name = $graph
CROSS JOIN json_array_elements_text(n.labels) AS label
GROUP BY label
ORDER BY label COLLATE "C"
