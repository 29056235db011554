-- /// query
-- summary = "Some texts of one label and property that have a vector, each time the same ones"
-- source = "the workbench: Vedana stores nowhere which model made a vector (D12), so texts are embedded again and looked for"
--
-- [params.kind]
-- type = "str"
-- default = "anchor"
-- doc = "anchor or edge"
--
-- [params.label]
-- type = "str"
-- doc = "anchor noun or link sentence"
-- example = "interest"
--
-- [params.property]
-- type = "str"
-- doc = "embedded attribute"
-- example = "interest_name"
--
-- [params.count]
-- type = "int"
-- default = 3
-- doc = "most texts to return"
--
-- [columns]
-- text = "str: not of a node or edge that is gone, nor with a vector of zeros, for no search finds those"
-- dimension = "int: of its vector"
-- ///
SELECT text, dimension
FROM (
    SELECT attribute_value AS text, vector_dims(embedding) AS dimension
    FROM rag_anchor_embeddings
    WHERE $kind <> 'edge' AND node_type = $label AND attribute_name = $property
        AND vector_norm(embedding) > 0 AND EXISTS (
            SELECT FROM nodes
            WHERE nodes.node_id = rag_anchor_embeddings.node_id
                AND nodes.node_type = rag_anchor_embeddings.node_type
        )
    UNION ALL
    SELECT attribute_value, vector_dims(embedding)
    FROM rag_edge_embeddings
    WHERE $kind = 'edge' AND edge_label = $label AND attribute_name = $property
        AND vector_norm(embedding) > 0 AND EXISTS (
            SELECT FROM edges
            WHERE edges.from_node_id = rag_edge_embeddings.from_node_id
                AND edges.to_node_id = rag_edge_embeddings.to_node_id
                AND edges.edge_label = rag_edge_embeddings.edge_label
        )
) AS embedded
ORDER BY md5(text), text COLLATE "C" -- scattered, and without randomness
LIMIT $count::int8
