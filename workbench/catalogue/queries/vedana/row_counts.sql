-- /// query
-- summary = "How many nodes, edges and embeddings are stored"
-- source = "Vedana, vedana_backoffice/states/main_dashboard.py, totals"
-- differs = "in one query and at one instant, where the original asks table by table"
--
-- [columns]
-- table_name = "str"
-- cnt = "int"
-- ///
SELECT 'nodes' AS table_name, count(*) AS cnt FROM nodes
UNION ALL SELECT 'edges', count(*) FROM edges
UNION ALL SELECT 'rag_anchor_embeddings', count(*) FROM rag_anchor_embeddings
UNION ALL SELECT 'rag_edge_embeddings', count(*) FROM rag_edge_embeddings
