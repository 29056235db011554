-- /// query
-- summary = "Links of the data model with their attributes, one row an attribute"
-- source = "Vedana, vedana_core/data_model.py, links"
-- differs = "sorted by key, where the original follows the physical order (D28); keeps links of unknown anchors and every link of a repeated sentence, which the original drops after the query (D29)"
-- original = """
-- SELECT dm_links.anchor1, dm_links.anchor2, dm_links.sentence,
--   dm_links.description AS link_description, dm_links.query AS link_query,
--   dm_links.anchor1_link_column_name, dm_links.anchor2_link_column_name, dm_links.has_direction,
--   dm_link_attributes.attribute_name, dm_link_attributes.description AS attr_description,
--   dm_link_attributes.data_example, dm_link_attributes.embeddable,
--   dm_link_attributes.query AS attr_query, dm_link_attributes.dtype,
--   dm_link_attributes.embed_threshold, dm_link_attributes.embed_top_n
-- FROM dm_links LEFT OUTER JOIN dm_link_attributes ON dm_links.sentence = dm_link_attributes.link
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
-- anchor1 = "str: noun at the start"
-- anchor2 = "str: noun at the end"
-- sentence = "str: the edge's label"
-- link_description = "str or NULL"
-- link_query = "str or NULL: Cypher that finds such edges"
-- anchor1_link_column_name = "str or NULL: foreign key column in the start's table"
-- anchor2_link_column_name = "str or NULL: foreign key column in the end's table"
-- has_direction = "bool: false means one edge each way"
-- attribute_name = "str, or NULL for a link without attributes, with all columns after it"
-- attr_description = "str"
-- data_example = "str"
-- embeddable = "bool"
-- attr_query = "str"
-- dtype = "str"
-- embed_threshold = "float"
-- embed_top_n = "int"
-- ///
SELECT link.anchor1, link.anchor2, link.sentence, link.description AS link_description,
    link.query AS link_query, link.anchor1_link_column_name, link.anchor2_link_column_name,
    coalesce(link.has_direction, false) AS has_direction,
    attribute_name, attr_description, data_example, embeddable, attr_query, dtype,
    embed_threshold, embed_top_n
FROM dm_links AS link
LEFT JOIN LATERAL (
    SELECT ctid AS place, attribute_name, coalesce(description, '') AS attr_description,
        coalesce(data_example, '') AS data_example, coalesce(embeddable, false) AS embeddable,
        coalesce(query, '') AS attr_query, coalesce(dtype, '') AS dtype,
        coalesce(embed_threshold, $default_threshold::float8) AS embed_threshold,
        coalesce(embed_top_n, $default_top_n::int8) AS embed_top_n
    FROM dm_link_attributes
    WHERE dm_link_attributes.link = link.sentence
) AS attribute ON true
ORDER BY CASE WHEN $physical_order::bool THEN link.ctid END,
    CASE WHEN $physical_order::bool THEN attribute.place END,
    link.sentence COLLATE "C", link.anchor1 COLLATE "C", link.anchor2 COLLATE "C",
    attribute.attribute_name COLLATE "C"
