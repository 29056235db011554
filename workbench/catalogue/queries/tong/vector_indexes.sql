-- /// query
-- summary = "Vector indexes and how many vectors each has"
-- source = "TongGraph, call vector_indexes"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- name = "str"
-- target = "str: node or edge"
-- dimensions = "int"
-- metric = "str"
-- model = "str or null"
-- model_version = "str or null"
-- vectors = "int"
-- ///
SELECT i.name, i.target, i.dimensions, i.metric, i.model, i.model_version,
  (SELECT count(*) FROM tong_vectors AS v WHERE v.graph = i.graph AND v.index_name = i.name) AS vectors
FROM tong_vector_indexes AS i
JOIN tong_graphs AS g ON g.number = i.graph AND g.name = $graph
ORDER BY i.name
