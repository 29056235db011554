-- /// query
-- summary = "Some stored vectors of every label and attribute, with their texts, to be made again"
-- source = "own: no store of Vedana says which model made a vector (D12)"
--
-- [params.sample]
-- type = "int"
-- default = 100
-- doc = "most vectors of one label and attribute; always the same ones"
--
-- [columns]
-- store = "str: rag_anchor_embeddings or rag_edge_embeddings"
-- key = "json: the parts of that table's key, a list"
-- text = "str: the text that the vector is of"
-- embedding = "vector"
-- ///
SELECT store, key, text, embedding
FROM (
    SELECT store, key, text, embedding,
        row_number() OVER (PARTITION BY store, label, name ORDER BY md5(key::text)) AS rank
    FROM (
        SELECT 'rag_anchor_embeddings' AS store, node_type AS label, attribute_name AS name,
            jsonb_build_array(node_id, node_type, attribute_name) AS key,
            attribute_value AS text, embedding
        FROM rag_anchor_embeddings
        UNION ALL
        SELECT 'rag_edge_embeddings', edge_label, attribute_name,
            jsonb_build_array(from_node_id, to_node_id, edge_label, attribute_name),
            attribute_value, embedding
        FROM rag_edge_embeddings
    ) AS stored
    WHERE text <> '' AND vector_norm(embedding) > 0
) AS ranked
WHERE rank <= $sample::int8
ORDER BY store, key::text COLLATE "C"
