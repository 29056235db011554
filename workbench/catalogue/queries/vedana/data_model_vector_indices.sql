-- /// query
-- summary = "Every pair of label and property that can be searched by vector, with its limits"
-- source = "Vedana, vedana_core/data_model.py vector_indices"
-- differs = "sorted by key (D28), a sentence's attributes once though several links repeat it (D29)"
--
-- [params.default_threshold]
-- type = "float"
-- default = 0.8
-- doc = "threshold of an attribute that sets none: the setting EMBEDDINGS_THRESHOLD"
--
-- [params.default_top_n]
-- type = "int"
-- default = 10
-- doc = "top_n of an attribute that sets none: the setting EMBEDDINGS_TOP_N"
--
-- [columns]
-- kind = "str: anchor (vedana/vector_search_nodes) or edge (vedana/vector_search_edges)"
-- label = "str"
-- property = "str"
-- threshold = "float"
-- top_n = "int"
-- ///
SELECT kind, label, property, coalesce(threshold, $default_threshold::float8) AS threshold,
    coalesce(top_n, $default_top_n::int8) AS top_n
FROM (
    SELECT 'anchor' AS kind, anchor AS label, attribute_name AS property,
        embed_threshold AS threshold, embed_top_n AS top_n
    FROM dm_anchor_attributes
    WHERE embeddable AND anchor IN (SELECT noun FROM dm_anchors)
    UNION ALL
    SELECT 'edge', link, attribute_name, embed_threshold, embed_top_n
    FROM dm_link_attributes
    WHERE embeddable AND link IN (
        SELECT sentence FROM dm_links
        WHERE anchor1 IN (SELECT noun FROM dm_anchors) AND anchor2 IN (SELECT noun FROM dm_anchors)
    )
) AS indices
ORDER BY kind, label COLLATE "C", property COLLATE "C"
