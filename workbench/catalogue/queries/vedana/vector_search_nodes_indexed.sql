-- /// query
-- summary = "Like vedana/vector_search_nodes, through the HNSW index where the planner takes it: faster, may miss rows"
-- source = "Vedana, vedana_core/vts.py PGVectorStore.vector_search, node form on a large table"
-- differs = "the index's settings are parameters, where the original runs with pgvector's defaults and loses rows to its filter (D10); full key (D8), no NaN (D7), ties by key (D11)"
-- scores = ["similarity"]
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
-- [params.embedding]
-- type = "vector"
-- doc = "query vector, or text to embed"
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
-- [params.ef_search]
-- type = "int"
-- default = 40
-- doc = "hnsw.ef_search, 1 to 1000: candidates the index keeps; more is slower and misses less"
--
-- [params.iterative_scan]
-- type = "str"
-- default = "strict_order"
-- doc = "hnsw.iterative_scan: off, relaxed_order or strict_order; off loses rows to the filter"
--
-- [params.may_sort]
-- type = "bool"
-- default = true
-- doc = "enable_sort: false leaves the planner no plan but the index, wherever that can serve"
--
-- [settings]
-- "hnsw.ef_search" = "$ef_search"
-- "hnsw.iterative_scan" = "$iterative_scan"
-- enable_sort = "$may_sort"
--
-- [columns]
-- similarity = "float: cosine similarity, single precision, -1 to 1"
-- node_id = "str"
-- node_type = "str: the label"
-- node = "json: the node's attributes"
-- ///
SELECT similarity, node_id, node_type, node
FROM (
    SELECT 1 - (embedding <=> $embedding::vector) AS similarity,
        node_id, node_type, nodes.attributes AS node
    FROM rag_anchor_embeddings JOIN nodes USING (node_id, node_type)
    WHERE node_type = $label AND attribute_name = $property
    ORDER BY embedding <=> $embedding::vector
    LIMIT $top_n::int8
) AS nearest
WHERE similarity > $threshold::float8 AND similarity <> 'NaN'
ORDER BY similarity DESC, node_id COLLATE "C", node_type COLLATE "C"
