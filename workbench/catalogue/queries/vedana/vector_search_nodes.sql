-- /// query
-- summary = "The nodes of one label whose attribute is nearest to a vector, most similar first"
-- source = "Vedana, vedana_core/vts.py PGVectorStore.vector_search, node form"
-- differs = "joins on the full key (D8), leaves NaN similarities out (D7), is exact whatever the table's size (D10), breaks ties by key (D11)"
-- scores = ["similarity"]
-- original = """
-- SELECT 1 - (rag_anchor_embeddings.embedding <=> $embedding::vector) AS similarity,
--        nodes.node_id, nodes.node_type, nodes.attributes AS node
-- FROM rag_anchor_embeddings JOIN nodes ON rag_anchor_embeddings.node_id = nodes.node_id
-- WHERE rag_anchor_embeddings.node_type = $label
--   AND rag_anchor_embeddings.attribute_name = $property
--   AND 1 - (rag_anchor_embeddings.embedding <=> $embedding::vector) > $threshold::float
-- ORDER BY rag_anchor_embeddings.embedding <=> $embedding::vector LIMIT $top_n
-- """
--
-- [params.label]
-- type = "str"
-- doc = "anchor noun, which is the node's label"
-- example = "interest"
--
-- [params.property]
-- type = "str"
-- doc = "embedded attribute; vedana/data_model_vector_indices lists the valid pairs"
-- example = "interest_name"
--
-- [params.embedding]
-- type = "vector"
-- doc = "query vector, or text to embed; a vector of zeros finds nothing"
-- example = "Quokkas"
--
-- [params.threshold]
-- type = "float"
-- default = 0.8
-- doc = "cosine similarity that a hit must exceed, strictly"
--
-- [params.top_n]
-- type = "int"
-- default = 10
-- doc = "most rows to return"
--
-- [columns]
-- similarity = "float: cosine similarity, single precision, -1 to 1"
-- node_id = "str"
-- node_type = "str: the label"
-- node = "json: the node's attributes"
-- ///
WITH measured AS MATERIALIZED ( -- one distance a row, and no ORDER BY that an index could serve
    SELECT node_id, node_type, 1 - (embedding <=> $embedding::vector) AS similarity
    FROM rag_anchor_embeddings
    WHERE node_type = $label AND attribute_name = $property
)
SELECT similarity, node_id, node_type, nodes.attributes AS node
FROM measured JOIN nodes USING (node_id, node_type)
WHERE similarity > $threshold::float8 AND similarity <> 'NaN'
ORDER BY similarity DESC, node_id COLLATE "C", node_type COLLATE "C"
LIMIT $top_n::int8
