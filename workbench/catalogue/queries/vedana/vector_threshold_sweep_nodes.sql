-- /// query
-- summary = "How many nodes of one label exceed each similarity threshold from 0 to 1, whatever top_n is"
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
-- [params.embedding]
-- type = "vector"
-- doc = "query vector, or text to embed"
-- example = "Quokkas"
--
-- [params.steps]
-- type = "int"
-- default = 20
-- doc = "equal steps from 0 to 1"
--
-- [params.in_force]
-- type = "float"
-- default = 0.8
-- doc = "one threshold more: that of the data model"
--
-- [columns]
-- threshold = "float"
-- hits = "int: embeddings whose similarity is above it, strictly"
-- ///
WITH thresholds AS (
    SELECT threshold, row_number() OVER (ORDER BY threshold) AS place
    FROM (
        SELECT step / $steps::float8 AS threshold FROM generate_series(0, $steps::int8) AS step
        UNION
        SELECT $in_force::float8
    ) AS listed
),
measured AS MATERIALIZED ( -- one distance a row, and no order that an index could serve
    SELECT 1 - (embedding <=> $embedding::vector) AS similarity
    FROM rag_anchor_embeddings
    WHERE node_type = $label AND attribute_name = $property
),
passed AS ( -- width_bucket counts limits at or below a value; negated, those at or above it
    SELECT count(*) AS hits,
        (SELECT count(*) FROM thresholds) - width_bucket(
            -similarity, (SELECT array_agg(-threshold ORDER BY place DESC) FROM thresholds)
        ) AS highest
    FROM measured
    WHERE similarity <> 'NaN'
    GROUP BY highest
)
SELECT threshold, coalesce(sum(hits), 0)::int8 AS hits
FROM thresholds LEFT JOIN passed ON highest >= place
GROUP BY threshold
ORDER BY threshold
