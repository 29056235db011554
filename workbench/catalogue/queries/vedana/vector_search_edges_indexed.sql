-- /// query
-- summary = "Like vedana/vector_search_edges, through the HNSW index where the planner takes it: faster, may miss rows"
-- source = "Vedana, vedana_core/vts.py PGVectorStore.vector_search, edge form on a large table"
-- differs = "the index's settings are parameters, where the original runs with pgvector's defaults and loses rows to its filter (D10); every edge an embedding may mean, which counts once (D8), no NaN (D7), ties by key (D11)"
-- scores = ["similarity"]
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
-- [params.embedding]
-- type = "vector"
-- doc = "query vector, or text to embed"
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
-- from_node_id = "str"
-- to_node_id = "str"
-- from_node_type = "str: label of the start"
-- to_node_type = "str: label of the end"
-- edge_label = "str"
-- edge = "json: the edge's attributes"
-- sharing = "int: edges that this embedding may stand for; 1 is unambiguous"
-- ///
SELECT similarity, from_node_id, to_node_id, from_node_type, to_node_type, edge_label,
    edges.attributes AS edge, count(*) OVER (PARTITION BY from_node_id, to_node_id) AS sharing
FROM (
    SELECT from_node_id, to_node_id, edge_label, 1 - (embedding <=> $embedding::vector) AS similarity
    FROM rag_edge_embeddings AS embedded
    WHERE edge_label = $label AND attribute_name = $property
        AND EXISTS (
            SELECT FROM edges
            WHERE edges.from_node_id = embedded.from_node_id
                AND edges.to_node_id = embedded.to_node_id AND edges.edge_label = embedded.edge_label
        )
    ORDER BY embedding <=> $embedding::vector
    LIMIT $top_n::int8
) AS nearest
JOIN edges USING (from_node_id, to_node_id, edge_label)
WHERE similarity > $threshold::float8 AND similarity <> 'NaN'
ORDER BY similarity DESC, from_node_id COLLATE "C", to_node_id COLLATE "C",
    from_node_type COLLATE "C", to_node_type COLLATE "C"
