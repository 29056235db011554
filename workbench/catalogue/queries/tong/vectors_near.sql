-- /// query
-- summary = "Nodes or edges whose vectors are most alike by cosine, computed by pgvector"
-- source = "TongGraph, call search_vector"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [params.index]
-- type = "str"
-- doc = "name of the index"
-- example = "emb"
--
-- [params.vector]
-- type = "vector"
-- doc = "the query, of the index's dimension"
-- example = [1.0, 0.0]
--
-- [params.limit]
-- type = "int"
-- doc = "most rows"
-- default = 20
--
-- [columns]
-- entity = "int"
-- score = "float: cosine, 1 is the same direction"
-- ///
SELECT v.entity, 1 - (v.embedding <=> $vector) AS score
FROM tong_vectors AS v
JOIN tong_graphs AS g ON g.number = v.graph AND g.name = $graph
WHERE v.index_name = $index
ORDER BY v.embedding <=> $vector, v.entity
LIMIT $limit
