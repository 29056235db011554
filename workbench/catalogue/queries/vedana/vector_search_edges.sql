-- /// query
-- summary = "The edges of one label whose attribute is nearest to a vector, most similar first"
-- source = "Vedana, vedana_core/vts.py PGVectorStore.vector_search, edge form"
-- differs = "an embedding holds 3 of the edge's 5 key columns: every edge it may mean is told with its types and `sharing`, and counts once towards top_n (D8); no NaN (D7), exact (D10), ties by key (D11)"
-- scores = ["similarity"]
-- original = """
-- SELECT 1 - (rag_edge_embeddings.embedding <=> $embedding::vector) AS similarity,
--        edges.from_node_id, edges.to_node_id, edges.edge_label, edges.attributes AS edge
-- FROM rag_edge_embeddings JOIN edges ON rag_edge_embeddings.from_node_id = edges.from_node_id
--   AND rag_edge_embeddings.to_node_id = edges.to_node_id
--   AND rag_edge_embeddings.edge_label = edges.edge_label
-- WHERE rag_edge_embeddings.edge_label = $label
--   AND rag_edge_embeddings.attribute_name = $property
--   AND 1 - (rag_edge_embeddings.embedding <=> $embedding::vector) > $threshold::float
-- ORDER BY rag_edge_embeddings.embedding <=> $embedding::vector LIMIT $top_n
-- """
--
-- [params.label]
-- type = "str"
-- doc = "link sentence, which is the edge's label"
-- example = "PERSON_has_INTEREST"
--
-- [params.property]
-- type = "str"
-- doc = "embedded attribute; vedana/data_model_vector_indices lists the valid pairs"
-- example = "note"
--
-- [params.embedding]
-- type = "vector"
-- doc = "query vector, or text to embed; a vector of zeros finds nothing"
-- example = "since childhood"
--
-- [params.threshold]
-- type = "float"
-- default = 0.8
-- doc = "cosine similarity that a hit must exceed, strictly"
--
-- [params.top_n]
-- type = "int"
-- default = 10
-- doc = "most embeddings to return; one may stand for several edges"
--
-- [columns]
-- similarity = "float: cosine similarity, single precision, -1 to 1"
-- from_node_id = "str"
-- to_node_id = "str"
-- from_node_type = "str: label of the start"
-- to_node_type = "str: label of the end"
-- edge_label = "str"
-- edge = "json: the edge's attributes"
-- sharing = "int: edges that this embedding may stand for; 1 is unambiguous"
-- ///
WITH measured AS MATERIALIZED ( -- one distance a row, and no ORDER BY that an index could serve
    SELECT from_node_id, to_node_id, edge_label, 1 - (embedding <=> $embedding::vector) AS similarity
    FROM rag_edge_embeddings
    WHERE edge_label = $label AND attribute_name = $property
),
matched AS (
    SELECT similarity, from_node_id, to_node_id, from_node_type, to_node_type, edge_label,
        edges.attributes AS edge,
        count(*) OVER (PARTITION BY from_node_id, to_node_id) AS sharing,
        dense_rank() OVER (
            ORDER BY similarity DESC, from_node_id COLLATE "C", to_node_id COLLATE "C"
        ) AS place
    FROM measured JOIN edges USING (from_node_id, to_node_id, edge_label)
    WHERE similarity > $threshold::float8 AND similarity <> 'NaN'
)
SELECT similarity, from_node_id, to_node_id, from_node_type, to_node_type, edge_label, edge, sharing
FROM matched
WHERE place <= $top_n::int8
ORDER BY place, from_node_type COLLATE "C", to_node_type COLLATE "C"
