-- /// query
-- summary = "Full-text indexes and how many records have text in each"
-- source = "TongGraph, call fulltext_indexes"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- name = "str"
-- target = "str: node or edge"
-- properties = "json"
-- tokenizer = "str"
-- texts = "int"
-- ///
SELECT i.name, i.target, i.properties, i.tokenizer,
  (SELECT count(*) FROM tong_texts AS t WHERE t.graph = i.graph AND t.index_name = i.name) AS texts
FROM tong_text_indexes AS i
JOIN tong_graphs AS g ON g.number = i.graph AND g.name = $graph
ORDER BY i.name
