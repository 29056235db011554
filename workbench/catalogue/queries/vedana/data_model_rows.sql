-- /// query
-- summary = "Every row of the data model's seven tables as it is stored, nothing joined or filled"
-- source = "own: what a lint of the model reads; Vedana's own reads drop rows on the way (D28, D29)"
--
-- [columns]
-- table_name = "str: dm_anchors, dm_anchor_attributes, dm_links, …"
-- cells = "json: the row, an object by column"
-- ///
SELECT table_name, cells
FROM (
    SELECT 'dm_anchors' AS table_name, to_jsonb(t) AS cells FROM dm_anchors AS t
    UNION ALL
    SELECT 'dm_anchor_attributes', to_jsonb(t) FROM dm_anchor_attributes AS t
    UNION ALL
    SELECT 'dm_links', to_jsonb(t) FROM dm_links AS t
    UNION ALL
    SELECT 'dm_link_attributes', to_jsonb(t) FROM dm_link_attributes AS t
    UNION ALL
    SELECT 'dm_queries', to_jsonb(t) FROM dm_queries AS t
    UNION ALL
    SELECT 'dm_prompts', to_jsonb(t) FROM dm_prompts AS t
    UNION ALL
    SELECT 'dm_conversation_lifecycle', to_jsonb(t) FROM dm_conversation_lifecycle AS t
) AS stored
ORDER BY table_name COLLATE "C", cells::text COLLATE "C"
