-- /// query
-- summary = "A sample of the stored vectors of one edge attribute that can be compared"
-- source = "workbench, over the embedding tables of Vedana, vedana_etl/catalog.py"
--
-- [params.label]
-- type = "str"
-- doc = "link sentence, which is the edge's label"
-- example = "PERSON_has_INTEREST"
--
-- [params.property]
-- type = "str"
-- doc = "embedded attribute"
-- example = "note"
--
-- [params.size]
-- type = "int"
-- default = 100
-- doc = "most rows to return"
--
-- [params.seed]
-- type = "int"
-- default = 0
-- doc = "another seed, another sample; the same one gives the same keys on every server"
--
-- [columns]
-- from_node_id = "str"
-- to_node_id = "str"
-- embedding = "vector"
-- ///
SELECT from_node_id, to_node_id, embedding
FROM rag_edge_embeddings
WHERE edge_label = $label AND attribute_name = $property AND (embedding <=> embedding) <> 'NaN'
ORDER BY md5($seed::int8 || ' ' || from_node_id || ' ' || to_node_id) COLLATE "C",
    from_node_id COLLATE "C", to_node_id COLLATE "C"
LIMIT $size::int8
