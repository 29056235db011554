-- /// query
-- summary = "A sample of the stored vectors of one node attribute that can be compared"
-- source = "workbench, over the embedding tables of Vedana, vedana_etl/catalog.py"
--
-- [params.label]
-- type = "str"
-- doc = "anchor noun, which is the node's label"
-- example = "interest"
--
-- [params.property]
-- type = "str"
-- doc = "embedded attribute"
-- example = "interest_name"
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
-- node_id = "str"
-- embedding = "vector"
-- ///
SELECT node_id, embedding
FROM rag_anchor_embeddings
WHERE node_type = $label AND attribute_name = $property AND (embedding <=> embedding) <> 'NaN'
ORDER BY md5($seed::int8 || ' ' || node_id) COLLATE "C", node_id COLLATE "C"
LIMIT $size::int8
