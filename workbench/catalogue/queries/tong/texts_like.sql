-- /// query
-- summary = "Texts of a trigram index that hold a fragment, whatever the case"
-- source = "TongGraph, call search_text of a trigram index"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [params.index]
-- type = "str"
-- doc = "name of a trigram index"
-- example = "fragments"
--
-- [params.fragment]
-- type = "str"
-- doc = "at least three characters"
-- example = "graph"
--
-- [columns]
-- entity = "int"
-- content = "str: the indexed properties, line by line"
-- ///
SELECT t.entity, t.content
FROM tong_texts AS t
JOIN tong_graphs AS g ON g.number = t.graph AND g.name = $graph
WHERE t.index_name = $index
  AND t.content ILIKE '%' || replace(replace(replace($fragment, '\', '\\'), '%', '\%'), '_', '\_') || '%'
ORDER BY t.entity
