-- /// query
-- summary = "Every pair of label and property that has vectors, with how many, and how many cannot be compared"
-- source = "workbench, over the embedding tables of Vedana, vedana_etl/catalog.py"
--
-- [columns]
-- kind = "str: anchor or edge"
-- label = "str"
-- property = "str"
-- vectors = "int"
-- zero = "int: all zero, so without direction; their similarity to anything is NaN"
-- undefined = "int: others whose similarity to themselves is NaN, for their squares exceed single precision"
-- ///
WITH embedded AS (
    SELECT 'anchor' AS kind, node_type AS label, attribute_name AS property, embedding
    FROM rag_anchor_embeddings
    UNION ALL
    SELECT 'edge', edge_label, attribute_name, embedding
    FROM rag_edge_embeddings
),
measured AS (
    SELECT kind, label, property, vector_norm(embedding) = 0 AS is_zero,
        (embedding <=> embedding) = 'NaN' AS is_nan
    FROM embedded
)
SELECT kind, label, property, count(*) AS vectors, count(*) FILTER (WHERE is_zero) AS zero,
    count(*) FILTER (WHERE is_nan AND NOT is_zero) AS undefined
FROM measured
GROUP BY kind, label, property
ORDER BY kind, label COLLATE "C", property COLLATE "C"
