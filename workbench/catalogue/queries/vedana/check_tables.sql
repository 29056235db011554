-- /// query
-- summary = "Which tables of a knowledge base are there, and the dimension that their vectors declare"
-- source = "own: a database may hold threads only, or be caught between two versions"
--
-- [columns]
-- table_name = "str"
-- dimension = "int: of the column embedding; NULL where there is none or it declares no dimension"
-- ///
SELECT class.relname::text AS table_name, nullif(vectors.atttypmod, -1) AS dimension
FROM pg_class AS class
LEFT JOIN pg_attribute AS vectors
    ON vectors.attrelid = class.oid AND vectors.attname = 'embedding' AND NOT vectors.attisdropped
WHERE class.relkind IN ('r', 'p') AND pg_table_is_visible(class.oid) AND class.relname IN (
    'grist_nodes', 'nodes', 'grist_edges', 'edges', 'dm_anchor_attributes', 'dm_link_attributes',
    'rag_anchor_embeddings', 'rag_edge_embeddings', 'workbench_vector_space'
)
ORDER BY class.relname
