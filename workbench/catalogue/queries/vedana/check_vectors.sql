-- /// query
-- summary = "Vectors that are missing, left over, of another text, zero, or of another dimension"
-- source = "own: compares with what vedana_etl/steps.py generate_embeddings would embed; an orphan vanishes in the search's join (D9), a zero vector passes every threshold (D7), a failed text keeps its old vector (D39)"
--
-- [columns]
-- kind = "str: missing, orphan, stale text, zero vector, dimension"
-- store = "str: rag_anchor_embeddings or rag_edge_embeddings"
-- key = "json: the parts of that table's key, a list"
-- seen = "str: the stored text, length or dimension; NULL where no vector is stored"
-- expected = "str: the text to embed, or the usual dimension; NULL where there is to be none"
-- ///
WITH texts AS (
    SELECT 'rag_anchor_embeddings' AS store,
        jsonb_build_array(node_id, node_type, attribute_name) AS key,
        nodes.attributes -> attribute_name AS value
    FROM nodes JOIN dm_anchor_attributes ON anchor = node_type AND embeddable
    UNION
    SELECT 'rag_edge_embeddings',
        jsonb_build_array(from_node_id, to_node_id, edge_label, attribute_name),
        edges.attributes -> attribute_name
    FROM edges JOIN dm_link_attributes ON link = edge_label AND embeddable
),
wanted AS ( -- a UUID as Python's uuid.UUID reads it gets no vector
    SELECT store, key, min(value #>> '{}') AS text
    FROM texts
    WHERE jsonb_typeof(value) = 'string' AND value #>> '{}' <> ''
        AND translate(
            btrim(replace(replace(value #>> '{}', 'urn:', ''), 'uuid:', ''), '{}'), '-', ''
        ) !~ '^[0-9a-fA-F]{32}$'
    GROUP BY store, key
),
stored AS (
    SELECT 'rag_anchor_embeddings' AS store,
        jsonb_build_array(node_id, node_type, attribute_name) AS key,
        attribute_value AS text, vector_dims(embedding) AS dimension,
        vector_norm(embedding) AS length
    FROM rag_anchor_embeddings
    UNION ALL
    SELECT 'rag_edge_embeddings',
        jsonb_build_array(from_node_id, to_node_id, edge_label, attribute_name),
        attribute_value, vector_dims(embedding), vector_norm(embedding)
    FROM rag_edge_embeddings
),
usual AS (
    SELECT store, mode() WITHIN GROUP (ORDER BY dimension) AS dimension FROM stored GROUP BY store
)
SELECT kind, store, key, seen, expected
FROM wanted
FULL JOIN stored USING (store, key)
LEFT JOIN usual USING (store)
CROSS JOIN LATERAL (VALUES
    ('missing', NULL, wanted.text, stored.store IS NULL),
    ('orphan', stored.text, NULL, wanted.store IS NULL),
    (
        'stale text', stored.text, wanted.text,
        wanted.store IS NOT NULL AND stored.store IS NOT NULL
            AND stored.text IS DISTINCT FROM wanted.text
    ),
    (
        'zero vector', stored.length::text, wanted.text,
        wanted.store IS NOT NULL AND stored.length IN (0, 'NaN')
    ),
    (
        'dimension', stored.dimension::text, usual.dimension::text,
        wanted.store IS NOT NULL AND stored.dimension <> usual.dimension
    )
) AS fault (kind, seen, expected, holds)
WHERE holds
ORDER BY kind, store, key::text COLLATE "C"
