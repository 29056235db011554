-- /// query
-- summary = "Anchors of the data model with their attributes, one row an attribute"
-- source = "Vedana, vedana_core/data_model.py, anchors"
-- differs = "sorted by key, where the original follows the physical order (D28); fills an attribute's missing values in the query, as the original does after it"
-- original = """
-- SELECT dm_anchors.noun, dm_anchors.description AS anchor_description, dm_anchors.id_example,
--   dm_anchors.query AS anchor_query, dm_anchor_attributes.attribute_name,
--   dm_anchor_attributes.description AS attr_description, dm_anchor_attributes.data_example,
--   dm_anchor_attributes.embeddable, dm_anchor_attributes.query AS attr_query,
--   dm_anchor_attributes.dtype, dm_anchor_attributes.embed_threshold,
--   dm_anchor_attributes.embed_top_n
-- FROM dm_anchors
-- LEFT OUTER JOIN dm_anchor_attributes ON dm_anchors.noun = dm_anchor_attributes.anchor
-- """
--
-- [params.physical_order]
-- type = "bool"
-- default = false
-- doc = "the rows as they lie in their tables, which is the order that the original's texts and dm_id follow"
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
-- noun = "str: the anchor, which is the node's label"
-- anchor_description = "str or NULL"
-- id_example = "str or NULL"
-- anchor_query = "str or NULL: Cypher that finds such nodes"
-- attribute_name = "str, or NULL for an anchor without attributes, with all columns after it"
-- attr_description = "str"
-- data_example = "str"
-- embeddable = "bool"
-- attr_query = "str"
-- dtype = "str"
-- embed_threshold = "float"
-- embed_top_n = "int"
-- ///
SELECT anchor.noun, anchor.description AS anchor_description, anchor.id_example,
    anchor.query AS anchor_query,
    attribute_name, attr_description, data_example, embeddable, attr_query, dtype,
    embed_threshold, embed_top_n
FROM dm_anchors AS anchor
LEFT JOIN LATERAL (
    SELECT ctid AS place, attribute_name, coalesce(description, '') AS attr_description,
        coalesce(data_example, '') AS data_example, coalesce(embeddable, false) AS embeddable,
        coalesce(query, '') AS attr_query, coalesce(dtype, '') AS dtype,
        coalesce(embed_threshold, $default_threshold::float8) AS embed_threshold,
        coalesce(embed_top_n, $default_top_n::int8) AS embed_top_n
    FROM dm_anchor_attributes
    WHERE dm_anchor_attributes.anchor = anchor.noun
) AS attribute ON true
ORDER BY CASE WHEN $physical_order::bool THEN anchor.ctid END,
    CASE WHEN $physical_order::bool THEN attribute.place END,
    anchor.noun COLLATE "C", attribute.attribute_name COLLATE "C"
